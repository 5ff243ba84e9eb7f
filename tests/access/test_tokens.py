"""Which tokens are relied on. The issuer is on this machine, and signs what the test wants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from api.access.issuer_keys import BETWEEN_SECONDS, FRESH_SECONDS, KEPT_SECONDS, IssuerKeys
from api.access.principals import Method, Principal, Role
from api.access.refusals import RefusedError
from api.access.tokens import Tokens
from graph.settings import Settings, read_settings
from schema.errors import SettingsError
from tests.access.conftest import AUDIENCE, Issuer, answer

pytestmark = pytest.mark.anyio


class Clock:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def refused(tokens: Tokens, token: str) -> RefusedError:
    with pytest.raises(RefusedError) as found:
        await tokens.principal(token)
    return found.value


async def test_a_good_token_tells_who_the_caller_is(with_issuer: Settings, issuer: Issuer) -> None:
    found = await Tokens(with_issuer).principal(issuer.token())
    assert found == Principal("abc-123", "Kari Nordmann", Role.EDITOR, Method.TOKEN)
    assert found.signature == "Kari Nordmann (abc-123)"


def unsigned(claims: dict[str, Any], algorithm: str = "none", kid: str = "first") -> str:
    parts = ({"alg": algorithm, "typ": "JWT", "kid": kid}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def public_pem(issuer: Issuer) -> bytes:
    key = issuer.keys["first"].public_key()
    return bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))


def with_public_key_as_secret(issuer: Issuer) -> str:
    """Signed by HS256 with what everybody can read. PyJWT refuses to make one, so it is made by hand."""
    head = unsigned(issuer.claims(), "HS256").rstrip(".")
    signature = hmac.new(public_pem(issuer), head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def tampered(issuer: Issuer) -> str:
    """A good token whose claims were changed after it was signed."""
    head, _, signature = issuer.token(roles=["reader"]).split(".")
    body = base64.urlsafe_b64encode(json.dumps(issuer.claims(roles=["administrator"])).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def now() -> int:
    return int(time.time())


STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BAD: dict[str, Callable[[Issuer], str]] = {
    "forged, signed with another key": lambda issuer: issuer.token(key=STRANGER),
    "tampered with": tampered,
    "expired": lambda issuer: issuer.token(exp=now() - 61),
    "not yet valid": lambda issuer: issuer.token(nbf=now() + 120),
    "issued tomorrow": lambda issuer: issuer.token(iat=now() + 86400),
    "without a last day": lambda issuer: issuer.token(exp=None),
    "without a first day": lambda issuer: issuer.token(iat=None),
    "whose last day is a word": lambda issuer: issuer.token(exp="i morgen"),
    "unsigned": lambda issuer: unsigned(issuer.claims()),
    "alg None": lambda issuer: unsigned(issuer.claims(), "None"),
    "alg that is no text": lambda issuer: unsigned(issuer.claims(), ["RS256"]),  # type: ignore[arg-type]
    "RS256 without a signature": lambda issuer: unsigned(issuer.claims(), "RS256"),
    "HS256 with the public key": with_public_key_as_secret,
    "HS256 with some secret": lambda issuer: jwt.encode(
        issuer.claims(), "x" * 32, algorithm="HS256", headers={"kid": "first"}
    ),
    "ES256 with a key of the issuer that is RSA": lambda issuer: issuer.token(
        key=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"
    ),
    "wrong audience": lambda issuer: issuer.token(aud="api://annet"),
    "several audiences, none of them this": lambda issuer: issuer.token(aud=["a", "b"]),
    "audience that begins like this": lambda issuer: issuer.token(aud=AUDIENCE + "2"),
    "without an audience": lambda issuer: issuer.token(aud=None),
    "wrong issuer": lambda issuer: issuer.token(iss="https://evil.example"),
    "issuer with a slash more": lambda issuer: issuer.token(iss=issuer.address + "/"),
    "without an issuer": lambda issuer: issuer.token(iss=None),
    "without a subject": lambda issuer: issuer.token(sub=None),
    "with an empty subject": lambda issuer: issuer.token(sub=" "),
    "with a number for a subject": lambda issuer: issuer.token(sub=7),
    "unknown key": lambda issuer: issuer.token(kid="unknown"),
    "without a key id": lambda issuer: jwt.encode(issuer.claims(), issuer.keys["first"], algorithm="RS256"),
    "no token": lambda _issuer: "hei",
    "three dots": lambda _issuer: "...",
    "not base64": lambda _issuer: "æ.ø.å",
    "as long as a book": lambda issuer: issuer.token(name="x" * 20_000),
    "deep": lambda _issuer: base64.urlsafe_b64encode(b"[" * 10_000).decode() + ".e30.AA",
}


@pytest.mark.parametrize("wrong", BAD)
async def test_a_bad_token_is_refused_and_all_get_the_same_answer(
    with_issuer: Settings, issuer: Issuer, wrong: str
) -> None:
    tokens = Tokens(with_issuer)
    found = await refused(tokens, BAD[wrong](issuer))
    assert found.status == 401
    assert found.headers == {"www-authenticate": 'Bearer realm="styring", error="invalid_token"'}
    assert (found.code, found.message) == ("UNAUTHENTICATED", "Tokenet eller nøkkelen godtas ikke.")
    assert found.reason and found.reason not in f"{found.message} {found.remedy}"
    assert await tokens.principal(issuer.token()), "and a good one is relied on by the same judge"


async def test_clocks_may_differ_by_as_much_as_the_settings_say(with_issuer: Settings, issuer: Issuer) -> None:
    tokens = Tokens(with_issuer)
    assert await tokens.principal(issuer.token(exp=now() - 50))
    assert await tokens.principal(issuer.token(nbf=now() + 50, iat=now() + 50))
    exact = Tokens(with_issuer.model_copy(update={"styring_oidc_leeway": 0.0}))
    await refused(exact, issuer.token(exp=now() - 2))


async def test_one_of_several_audiences_is_enough(with_issuer: Settings, issuer: Issuer) -> None:
    assert await Tokens(with_issuer).principal(issuer.token(aud=["annet", AUDIENCE]))


@pytest.mark.parametrize(("curve", "algorithm"), [(ec.SECP256R1(), "ES256"), (ec.SECP384R1(), "ES384")])
async def test_keys_on_elliptic_curves_are_relied_on_too(
    with_issuer: Settings, issuer: Issuer, curve: ec.EllipticCurve, algorithm: str
) -> None:
    issuer.keys = {"curve": ec.generate_private_key(curve)}
    assert await Tokens(with_issuer).principal(issuer.token(algorithm=algorithm))


async def test_a_weak_key_is_not_relied_on_though_the_issuer_publishes_it(
    with_issuer: Settings, issuer: Issuer
) -> None:
    issuer.keys = {"weak": rsa.generate_private_key(public_exponent=65537, key_size=1024)}  # noqa: S505 on purpose
    with pytest.warns(Warning):  # PyJWT warns the one who signs
        token = issuer.token()
    await refused(Tokens(with_issuer), token)


async def test_a_shared_secret_among_the_keys_is_not_relied_on(with_issuer: Settings, issuer: Issuer) -> None:
    secret = b"0123456789abcdef0123456789abcdef"
    shared = {"kty": "oct", "kid": "first", "k": base64.urlsafe_b64encode(secret).rstrip(b"=").decode()}

    def both(handler: BaseHTTPRequestHandler) -> bool:
        if handler.path != "/jwks":
            return False
        answer(handler, json.dumps({"keys": [shared]}).encode())
        return True

    issuer.answer = both
    token = jwt.encode(issuer.claims(), secret, algorithm="HS256", headers={"kid": "first"})
    await refused(Tokens(with_issuer), token)


@pytest.mark.parametrize(
    ("claim", "role"),
    [
        (["reader"], Role.READER),
        (["reader", "auditor", "annet"], Role.AUDITOR),
        ("administrator", Role.ADMINISTRATOR),
        ("openid editor", Role.EDITOR),
        (["annet"], None),
        ([], None),
        (None, None),
        ("public", None),
        (["Editor"], None),
        ({"editor": True}, None),
        ([["editor"]], None),
    ],
)
async def test_the_highest_role_that_the_claim_gives_is_the_callers(
    with_issuer: Settings, issuer: Issuer, claim: Any, role: Role | None
) -> None:
    found = await Tokens(with_issuer).principal(issuer.token(roles=claim))
    assert (found and found.role) == role


async def test_which_claims_are_read_and_what_they_mean_are_settings(with_issuer: Settings, issuer: Issuer) -> None:
    tokens = Tokens(
        with_issuer.model_copy(
            update={
                "styring_oidc_role_claim": "scope",
                "styring_oidc_roles": "vika:styring.les=reader, vika:styring.skriv=editor",
                "styring_oidc_subject_claim": "oid",
                "styring_oidc_name_claim": "preferred_username",
                "styring_oidc_required": "acr=idporten-loa-substantial|idporten-loa-high,tid=t1",
            }
        )
    )
    claims: dict[str, Any] = {
        "scope": "openid vika:styring.skriv", "oid": "o-1", "preferred_username": "kari@vika", "tid": "t1",
        "acr": "idporten-loa-high", "roles": None,
    }  # fmt: skip
    found = await tokens.principal(issuer.token(**claims))
    assert found == Principal("o-1", "kari@vika", Role.EDITOR, Method.TOKEN)
    for changed in ({"acr": "idporten-loa-low"}, {"acr": None}, {"tid": "t2"}, {"oid": None}):
        await refused(tokens, issuer.token(**{**claims, **changed}))


@pytest.mark.parametrize("written", ["editor", "=editor", "x=", "x=sjef", "x=public"])
async def test_a_mapping_of_roles_that_cannot_be_read_stops_the_server(with_issuer: Settings, written: str) -> None:
    with pytest.raises(SettingsError, match="STYRING_OIDC_ROLES"):
        Tokens(with_issuer.model_copy(update={"styring_oidc_roles": written}))


@pytest.mark.parametrize(
    "given",
    [
        {"styring_oidc_issuer": "https://issuer.example"},
        {"styring_oidc_audience": "a"},
        {"styring_oidc_issuer": "http://issuer.example", "styring_oidc_audience": "a"},
        {"styring_oidc_issuer": "file:///etc/passwd", "styring_oidc_audience": "a"},
        {"styring_oidc_issuer": "https://", "styring_oidc_audience": "a"},
        {"styring_oidc_issuer": "https://i.no", "styring_oidc_audience": "a", "styring_oidc_jwks": "http://i.no/jwks"},
        {"styring_oidc_leeway": -1},
        {"styring_oidc_timeout": 0},
    ],
)
def test_an_issuer_that_cannot_be_relied_on_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(given)).upper() if len(given) == 1 else "STYRING_OIDC"):
        read_settings(**given)


def test_a_name_from_outside_cannot_write_lines_of_its_own_in_the_log() -> None:
    principal = Principal("s", "Kari\nadministrator: granted\u202e" + "x" * 500, Role.READER, Method.TOKEN)
    assert "\n" not in principal.signature and "\u202e" not in principal.signature
    assert len(principal.signature) < 140


async def test_a_new_key_is_fetched_when_the_first_token_signed_with_it_comes(
    with_issuer: Settings, issuer: Issuer
) -> None:
    clock = Clock()
    tokens = Tokens(with_issuer, IssuerKeys(with_issuer, clock))
    old = issuer.token()
    assert await tokens.principal(old)
    issuer.rotate("second")
    await refused(tokens, issuer.token())  # asked for just now
    clock.now += BETWEEN_SECONDS
    assert await tokens.principal(issuer.token())
    await refused(tokens, old)  # the issuer took its key back


async def test_callers_cannot_make_the_server_ask_the_issuer_again_and_again(
    with_issuer: Settings, issuer: Issuer
) -> None:
    clock = Clock()
    tokens = Tokens(with_issuer, IssuerKeys(with_issuer, clock))
    for number in range(50):
        await refused(tokens, issuer.token(kid=f"unknown-{number}"))
    assert issuer.asked == ["/.well-known/openid-configuration", "/jwks"]
    issuer.answer = broken
    clock.now += FRESH_SECONDS + 1
    for _ in range(50):
        assert await tokens.principal(issuer.token())
    assert len(issuer.asked) == 3


def broken(handler: BaseHTTPRequestHandler) -> bool:
    answer(handler, b"{}", 500)
    return True


def redirected(handler: BaseHTTPRequestHandler) -> bool:
    answer(handler, b"", 302, location="http://127.0.0.1:1/jwks")
    return True


def slow(handler: BaseHTTPRequestHandler) -> bool:
    """A byte now and then, each well within the time that one read may take."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(60):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass  # the server has hung up, as it should
    return True


def saying(content: bytes) -> Callable[[BaseHTTPRequestHandler], bool]:
    def say(handler: BaseHTTPRequestHandler) -> bool:
        answer(handler, content)
        return True

    return say


AWAY: dict[str, Callable[[BaseHTTPRequestHandler], bool]] = {
    "an error": broken,
    "another address": redirected,
    "a byte now and then": slow,
    "words": saying(b"vedlikehold"),
    "a list": saying(b"[]"),
    "nothing": saying(b""),
    "no keys": saying(b'{"keys": []}'),
    "keys that are none": saying(b'{"keys": [1, {}, {"kty": "RSA", "kid": "first"}]}'),
    "a number for keys": saying(b'{"keys": 7}'),
    "far too much": saying(b'{"keys": [' + b"0," * 400_000 + b"0]}"),
    "something deep": saying(b"[" * 100_000),
    "bytes": saying(b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("found", AWAY)
async def test_an_issuer_that_answers_with_something_else_makes_access_unavailable_and_is_mended_by_itself(
    with_issuer: Settings, issuer: Issuer, found: str
) -> None:
    clock = Clock()
    settings = with_issuer.model_copy(
        update={"styring_oidc_jwks": f"{issuer.address}/jwks", "styring_oidc_timeout": 0.5}
    )
    tokens = Tokens(settings, IssuerKeys(settings, clock))
    issuer.answer = AWAY[found]
    failed = await refused(tokens, issuer.token())
    assert (failed.status, failed.code) == (503, "ACCESS_UNAVAILABLE")
    assert failed.headers == {"retry-after": "10"}
    issuer.answer = lambda _handler: False
    assert (await refused(tokens, issuer.token())).status == 503, "not asked again at once"
    clock.now += BETWEEN_SECONDS
    assert await tokens.principal(issuer.token())


async def test_an_issuer_that_is_gone_is_no_reason_to_forget_its_keys_before_a_day_has_gone(
    with_issuer: Settings, issuer: Issuer
) -> None:
    clock = Clock()
    tokens = Tokens(with_issuer, IssuerKeys(with_issuer, clock))
    assert await tokens.principal(issuer.token())
    issuer.answer = broken
    clock.now += KEPT_SECONDS
    assert await tokens.principal(issuer.token())
    clock.now += 1
    assert (await refused(tokens, issuer.token())).status == 503


async def test_nothing_listens_where_the_issuer_should_be(with_issuer: Settings, issuer: Issuer) -> None:
    token = issuer.token()
    issuer.close()
    assert (await refused(Tokens(with_issuer), token)).status == 503


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://evil.example"},
        {"jwks_uri": "http://evil.example/jwks"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": 7},
        {"jwks_uri": None},
    ],
)
async def test_a_discovery_document_that_points_elsewhere_is_not_followed(
    with_issuer: Settings, issuer: Issuer, says: dict[str, Any]
) -> None:
    issuer.says = says
    assert (await refused(Tokens(with_issuer), issuer.token())).status == 503
    assert issuer.asked == ["/.well-known/openid-configuration"]
