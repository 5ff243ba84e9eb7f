"""A municipality told in Norwegian in a scenario file, made into records of a dataset.

What is named is known by its name; ids are made out of names. See tests/scenarios/authority/*.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from schema.actions import Action

Told = Mapping[str, Any]
ALL_ACTIONS = [action.value for action in Action]
DATASET = "fortalt"
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "§": "p"})


def local_id(name: str) -> str:
    """`Rektor ved Åsen skole` is rektor-ved-asen-skole."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(LETTERS)).strip("-")


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def reference(name: str) -> str:
    """An id as it stands in another record: one of another dataset keeps its prefix."""
    return name if re.match(r"^[a-z]+:", name) else local_id(name)


def references(value: Any) -> list[Any]:
    return [_dated(one) if isinstance(one, dict) else reference(one) for one in as_list(value)]


def _dated(told: Told) -> dict[str, str]:
    """`{hva: Loven, fra: 2026-01-01, til: 2027-01-01}`: a relationship that holds for a time."""
    days = {key: str(told[word]) for word, key in (("fra", "valid_from"), ("til", "valid_to")) if word in told}
    return {"to": reference(told["hva"]), **days}


_AREA = {"økonomi": "okonomi"}
_LIMITS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "handlinger": ("actions", as_list),
    "områder": ("areas", lambda value: [_AREA.get(one, one) for one in as_list(value)]),
    "inntil": ("amount_max_nok", float),
    "ukjent beløpsgrense": ("amount_unknown", str),
    "per": ("amount_per", {"sak": "sak", "år": "aar", "kontrakt": "kontrakt"}.__getitem__),
    "til og med": ("amount_inclusive", str),
    "mva": ("amount_vat", str),
    "sakstyper": ("case_types", as_list),
    "prinsipielle": ("principal_matters", str),
    "vilkår": ("conditions", str),
    "omfatter": ("covers", references),
    "unntatt": ("excepts", references),
    "tatt inn igjen": ("includes_again", references),
    "innenfor": ("within", references),
    "hjemmel": ("legal_basis", references),
    "gjelder fra": ("valid_from", str),
    "gjelder til": ("valid_to", str),
    "form": ("form", str),
    "bare praksis": ("practice_only", str),
    "sikkerhet": ("certainty", {"foreslått": "proposed", "tolket": "interpreted"}.__getitem__),
    "fra": ("from", reference),
    "til": ("to", reference),
    "hvem": ("belongs_to", reference),
    "hviler på": ("rests_on", references),
    "sammen med": ("jointly_with", references),
    "etter": ("issued_under", references),
    "restmyndighet": ("residual", str),
}


class Telling:
    """Makes the records of one told municipality."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._records: dict[str, list[dict[str, Any]]] = {}
        known = {
            *("organer", "enheter", "stillinger", "bestemmelser", "reglementer", "opprinnelig", "delegeringer"),
            *("sperrer", "utenfor kommunen", "oppfølging", "lederavtaler", "tiltak", "akseptert"),
        }
        assert not set(told) - known, f"ukjent i «gitt»: {set(told) - known}"

    def records(self) -> dict[str, list[dict[str, Any]]]:
        self._organisation()
        self._law()
        self._authority()
        self._follow_up()
        return self._records

    def _add(self, collection: str, name: str, **values: Any) -> None:
        record = {"id": local_id(name), "name": name, **{key: value for key, value in values.items() if value != []}}
        self._records.setdefault(collection, []).append(record)

    def _organisation(self) -> None:
        self._add("unit_types", "Enhet", code="enhet", rank=1)
        for name, kind in self._told.get("organer", {}).items():
            self._add("bodies", name, body_kind=kind)
        for name, above in self._told.get("enheter", {}).items():
            self._add("units", name, unit_type="enhet", part_of=references(above))
        for name in self._told.get("utenfor kommunen", []):
            self._add("actors", name, actor_kind="naering")
        people: dict[str, list[dict[str, Any]]] = {}
        for name, post in self._told.get("stillinger", {}).items():
            self._post(name, post or {}, people)
        for person, held in people.items():
            self._add("leaders", person, holds=held)

    def _post(self, name: str, post: Told, people: dict[str, list[dict[str, Any]]]) -> None:
        links: dict[str, Any] = {
            "in_unit": references(post.get("enhet")),
            "leads": references(post.get("leder")),
            "reports_to": references(post.get("rapporterer til")),
            "substitute_for": [self._substitution(one) for one in as_list(post.get("stedfortreder for"))],
            "shares_authority_with": [
                {"to": reference(one["med"]), "within": reference(one["innenfor"])}
                for one in as_list(post.get("deler fullmakt"))
            ],
        }
        said = {"ledernivaa": post["nivå"]} if "nivå" in post else {}
        said |= {"fullmaktsnivaa": post["fullmaktsnivå"]} if "fullmaktsnivå" in post else {}
        said |= {"valid_to": str(post["nedlagt"])} if "nedlagt" in post else {}
        self._add("posts", name, **said, **links)
        for one in as_list(post.get("innehaver")):
            told = one if isinstance(one, dict) else {"navn": one}
            held = {"to": local_id(name), "kind": told.get("som", "fast")}
            held |= {key: str(told[word]) for word, key in (("fra", "valid_from"), ("til", "valid_to")) if word in told}
            people.setdefault(told["navn"], []).append(held)

    def _substitution(self, told: Any) -> dict[str, Any]:
        if isinstance(told, str):
            return {"to": reference(told)}
        found: dict[str, Any] = {"to": reference(told["stilling"])}
        if "inntil" in told:
            found |= {"reach_amount_max_nok": told["inntil"], "reach_amount_vat": told["mva"]}
        if "handlinger" in told:
            found["reach_actions"] = as_list(told["handlinger"])
        return found

    def _law(self) -> None:
        for name, told in self._told.get("bestemmelser", {}).items():
            said = told or {}
            dates = {
                key: str(said[word]) for word, key in (("fra", "valid_from"), ("opphevet", "valid_to")) if word in said
            }
            self._add(
                "legal_provisions",
                name,
                level="paragraf" if "del av" in said else "lov",
                part_of=references(said.get("del av")),
                replaces=references(said.get("erstatter")),
                **dates,
            )
        for name, told in self._told.get("reglementer", {}).items():
            self._add("regulations", name, requires_written_form=told["krever skriftlighet"])

    def _authority(self) -> None:
        for told in self._told.get("opprinnelig", []):
            self._limited("original_authorities", {"handlinger": ALL_ACTIONS, "prinsipielle": "ja", **told})
        for told in self._told.get("delegeringer", []):
            self._limited("delegations", told)
        for told in self._told.get("sperrer", []):
            self._add(
                "delegation_bars",
                told["navn"],
                bar_kind="lov",
                bars=references(told["sperrer"]),
                belongs_to=references(told.get("selv")),
                actions=as_list(told.get("handlinger")),
            )
        for told in self._told.get("tiltak", []):
            self._tiltak(told)

    def _limited(self, collection: str, told: Told) -> None:
        values: dict[str, Any] = {}
        for word, value in told.items():
            if word in ("vedtatt", "tilbakekalt"):
                decision = f"Vedtak {told['navn']} {word}"
                by = references(told.get("vedtatt av")) if word == "vedtatt" else []
                self._add("decisions", decision, decided_on=str(value), decided_in=by)
                values["decided_by" if word == "vedtatt" else "revoked_by"] = local_id(decision)
            elif word == "videredelegering":
                values |= _further(value)
            elif word not in ("navn", "vedtatt av"):
                name, read = _LIMITS[word]
                values[name] = read(value)
        self._add(collection, told["navn"], **values)

    def _tiltak(self, told: Told) -> None:
        required = []
        for place, one in enumerate(as_list(told.get("krever"))):
            name = f"Krav {place} til {told['navn']}"
            values: dict[str, Any] = {"action": one["handling"]}
            if "område" in one:
                values["matter_area"] = _AREA.get(one["område"], one["område"])
            if "bestemmelse" in one:
                values["legal_basis"] = reference(one["bestemmelse"])
            for word, key in (("beløp", "amount_nok"), ("mva", "amount_vat"), ("prinsipiell", "principal")):
                if word in one:
                    values[key] = one[word]
            self._add("required_authorities", name, **values, within=references(one.get("enhet")))
            required.append(local_id(name))
        responsible = references(told.get("ansvarlig"))
        self._add("tiltak", told["navn"], deadline="2027-12-31", responsible=responsible, requires=required)

    def _follow_up(self) -> None:
        for place, told in enumerate(self._told.get("oppfølging", [])):
            self._add(
                "reviews",
                f"Oppfølging {place} {told['dato']}",
                review_kind="oppfolging",
                reviewed_on=str(told["dato"]),
                examines=references(told["av"]),
                given_by=references(told.get("ved")),
            )
        for told in self._told.get("lederavtaler", []):
            self._add(
                "lederavtaler", f"Lederavtale {told['for']} {told['år']}", year=told["år"], binds=reference(told["for"])
            )
        for told in self._told.get("akseptert", []):
            self._add(
                "accepted_findings",
                f"Akseptert {told['regel']}",
                rule=told["regel"],
                reason=told["grunn"],
                about=reference(told["om"]),
                accepted_by=reference(told["av"]),
                valid_from=str(told["fra"]),
                valid_to=str(told["til"]),
            )


def _further(told: str) -> dict[str, Any]:
    """`ja`, `nei`, or `ned til nivå 4`."""
    level = re.fullmatch(r"ned til nivå (\d)", told)
    if level:
        return {"further_delegation": "til_nivaa", "further_level": int(level[1])}
    return {"further_delegation": told}


def write_told(told: Told, folder: Path) -> Path:
    """Write the municipality as a dataset in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    description = {"id": DATASET, "title": "Fortalt kommune", "default_source": "Scenario"}
    (folder / "dataset.yaml").write_text(yaml.safe_dump(description, allow_unicode=True), encoding="utf-8")
    records = yaml.safe_dump(Telling(told).records(), allow_unicode=True, sort_keys=False)
    (folder / "alt.yaml").write_text(records, encoding="utf-8")
    return folder
