"""The routes of writing. Each asks for one right, and tells the log what came of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from api.access.authenticate import refused_response, require, tell_refused, whole_graph
from api.access.principals import Principal, Right, printed
from api.access.refusals import RefusedError
from api.bodies import BodyRefusedError, read_body
from api.errors import INTERNAL, STATUS, shown
from api.writing import recording
from api.writing.loading import StaleError, Tried, accepted, tried_out
from api.writing.recording import Acceptance, ChangedMeanwhileError, FindingChangedError, FollowUp, Written
from api.writing.showing import change_shown, difference_shown, error_shown, load_shown
from api.writing.uploads import Upload, received
from graph.settings import Settings
from schema.errors import GovernanceError, QuestionError
from schema.principles import ReviewKind
from schema.values import Confidentiality, Day, Text

logger = logging.getLogger("styring.access")
router = APIRouter()

LARGEST_RECORD = 100_000
LONGEST_REASON = 500
_JSON = "application/json"

R = TypeVar("R")
T = TypeVar("T", bound=BaseModel)
Work = Callable[[Request, Principal], Awaitable[Response]]


class _Sent(BaseModel):
    """What is sent as JSON: camel case, and nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, str_strip_whitespace=True)


class SentFollowUp(_Sent):
    """A follow-up."""

    dataset: Text
    examines: list[Text] = Field(min_length=1, max_length=100)
    reviewed_on: Day
    based_on: Text
    reason: Text = Field(max_length=LONGEST_REASON)
    kind: ReviewKind = ReviewKind.FOLLOW_UP
    name: str = Field("", max_length=300)
    text: str = Field("", max_length=10_000)
    given_by: str = ""
    confidentiality: Confidentiality = Confidentiality.INTERNAL


class SentAcceptance(_Sent):
    """That a finding is accepted."""

    dataset: Text
    rule: Text
    subject: Text
    texts: list[Text] = Field(min_length=1, max_length=100)
    accepted_by: Text
    until: Day
    reason: Text = Field(max_length=LONGEST_REASON)
    confidentiality: Confidentiality = Confidentiality.INTERNAL


@router.post("/datasets/dry-run")
async def dry_run(request: Request) -> Response:
    """Find what an uploaded dataset would change, and write nothing."""

    async def work(request: Request, caller: Principal) -> Response:
        settings: Settings = request.app.state.settings
        async with received(request, settings.styring_max_file_mb, settings.styring_load_timeout) as upload:
            tried = await _one_of_few(
                request, tried_out(whole_graph(request.app), upload, caller.signature, _mb(request))
            )
        _tell(caller, "tried out", tried.report.dataset.id)
        return _response(_tried_shown(tried))

    return await _answered(request, Right.LOAD, work)


@router.post("/datasets/accept")
async def accept(request: Request) -> Response:
    """Load a dataset that was tried out, on the picture it was tried out on."""

    async def work(request: Request, caller: Principal) -> Response:
        settings: Settings = request.app.state.settings
        sha256, based_on, reason = _accepted_what(request)
        async with received(request, settings.styring_max_file_mb, settings.styring_load_timeout) as upload:
            try:
                tried = await _one_of_few(
                    request,
                    accepted(
                        whole_graph(request.app), upload, sha256=sha256, based_on=based_on, by=caller.signature,
                        reason=reason, largest_mb=_mb(request),
                    ),
                )  # fmt: skip
            except StaleError as error:
                return await _stale(request, caller, upload, error)
        load = tried.report.load
        _tell(
            caller,
            "loaded" if load else "changed nothing in",
            tried.report.dataset.id,
            load.id if load else None,
            reason,
        )
        return _response({**_tried_shown(tried), "load": load and load_shown(load, reason)})

    return await _answered(request, Right.LOAD, work)


async def _stale(request: Request, caller: Principal, upload: Upload, error: StaleError) -> Response:
    """The refusal of what was made on a stale picture, with what it would change now."""
    tried = await _one_of_few(request, tried_out(whole_graph(request.app), upload, caller.signature, _mb(request)))
    _tell_not(caller, error)
    return _response({**error_shown(error), **_tried_shown(tried)}, HTTPStatus.CONFLICT)


@router.post("/follow-ups")
async def record_follow_up(request: Request) -> Response:
    """Record a follow-up, a review or an audit."""

    async def work(request: Request, caller: Principal) -> Response:
        sent = await _read(request, SentFollowUp)
        wanted = FollowUp(
            sent.dataset, tuple(sent.examines), sent.reviewed_on, sent.based_on, sent.kind, sent.name, sent.text,
            sent.given_by, sent.confidentiality,
        )  # fmt: skip
        graph, today = whole_graph(request.app), date.today()
        made = await _alone(
            request, recording.follow_up(graph, wanted, today=today, by=caller.signature, reason=sent.reason)
        )
        return _created(caller, made, sent.reason)

    return await _answered(request, Right.FOLLOW_UP, work)


@router.post("/findings/accept")
async def accept_finding(request: Request) -> Response:
    """Accept a finding for a time."""

    async def work(request: Request, caller: Principal) -> Response:
        sent = await _read(request, SentAcceptance)
        wanted = Acceptance(
            sent.dataset, sent.rule, sent.subject, tuple(sent.texts), sent.accepted_by, sent.until, sent.confidentiality
        )
        graph, today = whole_graph(request.app), date.today()
        made = await _alone(
            request, recording.acceptance(graph, wanted, today=today, by=caller.signature, reason=sent.reason)
        )
        return _created(caller, made, sent.reason)

    return await _answered(request, Right.ACCEPT, work)


async def _answered(request: Request, right: Right, work: Work) -> Response:
    """Do the work for one who has the right, and answer with what is wrong where something is."""
    try:
        caller = require(request, right)
    except RefusedError as refused:
        tell_refused(refused, None)
        return refused_response(refused)
    try:
        return await work(request, caller)
    except BodyRefusedError as error:
        content = {"error": {"message": error.message, "code": "BAD_REQUEST", "remedy": error.remedy}}
        return _response(content, error.status, {"connection": "close"})
    except StaleError as error:
        _tell_not(caller, error)
        return _response({**error_shown(error), **_now_shown(error)}, HTTPStatus.CONFLICT)
    except GovernanceError as error:
        _tell_not(caller, error)
        shown(error)
        return _response(error_shown(error), _status(error))
    except Exception as error:  # whatever it is, only its tracking id is told
        seen = shown(error)
        content = {"error": {"message": seen.message, "code": INTERNAL, "remedy": seen.remedy}}
        return _response(content, seen.status)


def _status(error: GovernanceError) -> HTTPStatus:
    return next(STATUS[one] for one in type(error).__mro__ if one in STATUS)


def _now_shown(error: StaleError) -> dict[str, Any]:
    """How it is now, beside the refusal."""
    content: dict[str, Any] = {"basedOn": error.now}
    if isinstance(error, ChangedMeanwhileError):
        content["changes"] = [change_shown(change) for change in error.changes]
    if isinstance(error, FindingChangedError):
        content["findings"] = [{"rule": one.rule, "subject": one.subject.id, "text": one.text} for one in error.found]
    return content


async def _one_of_few(request: Request, work: Awaitable[R]) -> R:
    """Read and check a dataset when few others do."""
    gate: asyncio.Semaphore = request.app.state.loading
    async with gate:
        return await work


async def _alone(request: Request, work: Awaitable[R]) -> R:
    """Write a single fact when nobody else does: two at a time would only be in each other's way."""
    gate: asyncio.Semaphore = request.app.state.recording
    async with gate:
        return await work


def _mb(request: Request) -> int:
    settings: Settings = request.app.state.settings
    return settings.styring_max_file_mb


def _accepted_what(request: Request) -> tuple[str, str, str]:
    """What is accepted, on which picture, and why.

    Raises:
        QuestionError: Some of it is not said.
    """
    asked = request.query_params
    missing = [name for name in ("sha256", "basedOn", "reason") if name not in asked]
    missing += ["reason"] if "reason" in asked and not asked["reason"].strip() else []
    if missing:
        raise QuestionError(
            f"{', '.join(missing)} mangler.",
            "Oppgi sha256 og basedOn fra /datasets/dry-run, og reason, som parametre i adressen.",
        )
    reason = " ".join(asked["reason"].split())
    if len(reason) > LONGEST_REASON:
        raise QuestionError(f"reason er på {len(reason)} tegn.", f"Skriv den på {LONGEST_REASON} tegn eller færre.")
    return asked["sha256"], asked["basedOn"], reason


async def _read(request: Request, wanted: type[T]) -> T:
    """What was sent as JSON.

    Raises:
        BodyRefusedError: It is not JSON, or cannot be had.
        QuestionError: It lacks something, or says something that is not asked for.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        # Nothing else is read: a page on another site can send forms and plain text, but not JSON, without asking.
        raise BodyRefusedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Dette må sendes som JSON.", f"Sett Content-Type til {_JSON}."
        )
    try:
        sent = orjson.loads(await read_body(request, LARGEST_RECORD))
    except orjson.JSONDecodeError:
        raise QuestionError("Innholdet er ikke JSON.", "Send et JSON-objekt.") from None
    try:
        return wanted.model_validate(sent)
    except ValidationError as error:
        raise _wrong(error, wanted) from error


def _wrong(error: ValidationError, wanted: type[BaseModel]) -> QuestionError:
    told = {"missing": "mangler", "extra_forbidden": "er ikke et felt her"}
    parts = [
        f"{'.'.join(map(str, one['loc'])) or 'innholdet'} {told.get(one['type'], 'har en verdi som ikke kan brukes')}"
        for one in error.errors()
    ]
    names = ", ".join(field.alias or name for name, field in wanted.model_fields.items())
    return QuestionError(f"{'; '.join(parts)}.", f"Feltene er {names}; se docs/access.md.")


def _tried_shown(tried: Tried) -> dict[str, Any]:
    described = tried.report.dataset
    return {
        "dataset": {"id": described.id, "title": described.title},
        "sha256": tried.sha256,
        "basedOn": tried.based_on,
        "difference": difference_shown(tried.report.difference),
        "notes": tried.report.notes,
    }


def _created(caller: Principal, made: Written, reason: str) -> Response:
    _tell(caller, f"wrote {made.id} in", made.load.dataset, made.load.id, reason)
    return _response({"id": made.id, "load": load_shown(made.load, reason)}, HTTPStatus.CREATED)


def _response(
    content: dict[str, Any], status: HTTPStatus = HTTPStatus.OK, headers: dict[str, str] | None = None
) -> Response:
    return Response(orjson.dumps(content), status, headers, media_type=f"{_JSON}; charset=utf-8")


def _tell(caller: Principal, what: str, dataset: str, load: str | None = None, reason: str = "") -> None:
    about = {"who": caller.signature, "role": caller.role.value, "dataset": dataset, "granted": True}
    more = {"load": load or "", "reason": printed(reason)} if load else {}
    logger.info("%s (%s) %s %s %s", caller.signature, caller.role, what, dataset, load or "", extra={**about, **more})


def _tell_not(caller: Principal, error: GovernanceError) -> None:
    logger.warning(
        "%s (%s) wrote nothing: %s %s", caller.signature, caller.role, error.code, json.dumps(error.message,
        ensure_ascii=False), extra={"who": caller.signature, "role": caller.role.value, "granted": False,
        "reason": error.code},
    )  # fmt: skip
