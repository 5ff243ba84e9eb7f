"""The answers about the portfolio and its risks as tables for people."""

from __future__ import annotations

from api.cli.output import Table
from api.cli.tables import posts
from queries.portfolio.money import YearSum
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import ProjectShown
from queries.risk.risk_picture import RiskPicture
from queries.risk.scale import RiskSize, RisksTogether, RiskZone

_PROJECT_HEADINGS = (
    "Id",
    "Prosjekt",
    "Fase",
    "Status",
    "Sum (kr)",
    "Totalkostnad (kr)",
    "Verste risiko",
    "FN-mål",
    "Gevinster",
    "Mangler",
)


def portfolio_tables(answer: PortfolioOverview) -> list[Table]:
    """Projects first, then programmes, bulk items, dependencies, benefits and sums."""
    everything = (*answer.programmes, *answer.projects)
    return [
        Table("Prosjekter", _PROJECT_HEADINGS, [_project(one) for one in answer.projects]),
        Table("Programmer", _PROJECT_HEADINGS, [_project(one) for one in answer.programmes]),
        Table("Sekkeposter", _PROJECT_HEADINGS, [_project(one) for one in answer.bulk_items]),
        Table(
            "Avhengigheter",
            ("Prosjekt", "Venter på", "Ferdig", "I tide"),
            [
                (one.element.name, each.name, each.done_on, "ukjent" if each.in_time is None else each.in_time)
                for one in everything
                for each in one.depends_on
            ],
        ),
        Table(
            "Gevinster",
            ("Prosjekt", "Gevinst", "Forventet", "Sist målt", "Måleenhet", "Realisering", "Gevinsteier"),
            [
                (
                    one.element.name,
                    each.element.name,
                    each.expected,
                    each.measured[-1].value if each.measured else None,
                    each.unit_of_measure,
                    each.realisation,
                    tuple(owner.name for owner in each.owners) or "ingen i linjen",
                )
                for one in everything
                for each in one.benefits
            ],
        ),
        _sums("Summer for prosjekter", answer.project_sums),
        _sums("Summer for sekkeposter", answer.bulk_sums),
    ]


def _project(one: ProjectShown) -> tuple[object, ...]:
    sum_shown: object = one.money.known_nok
    if one.money.unknown:
        sum_shown = f"{one.money.known_nok or 0:,.0f} + {one.money.unknown} ukjent".replace(",", " ")
    return (
        one.element.id,
        one.element.name,
        tuple(phase.name for phase in one.phases),
        one.worst_light,
        sum_shown,
        "ukjent" if one.money.cost_estimate_nok is None else one.money.cost_estimate_nok,
        one.risks.worst,
        tuple(sdg.code for sdg in one.sdgs),
        len(one.benefits) or None,
        one.gaps,
    )


def _sums(title: str, sums: tuple[YearSum, ...]) -> Table:
    rows = [
        (
            one.kind,
            one.first_year if one.first_year != one.last_year else None,
            one.last_year,
            one.known_nok,
            one.unknown,
        )
        for one in sums
    ]
    return Table(title, ("Type", "Fra år", "År", "Sum av kjente (kr)", "Ukjente"), rows)


def risk_tables(answer: RiskPicture) -> list[Table]:
    """Risks first, the largest leading; then the parts and the goals threatened."""
    risks = [
        (
            one.element.id,
            one.element.name,
            _size(one.before),
            _size(one.after),
            one.after.zone,
            one.treatment,
            tuple(each.name for each in one.threatens),
            tuple(each.name for each in one.controls),
            posts(one.responsible),
            one.remarks,
        )
        for one in answer.risks
    ]
    headings = ("Id", "Risiko", "Før", "Etter", "Sone", "Behandling", "Truer", "Kontrolltiltak", "Ansvarlig", "Merknad")
    accepted = [
        (one.element.name, each.name, each.verdict, each.reason) for one in answer.risks for each in one.accepted_by
    ]
    return [
        Table("Risikoer", headings, risks),
        Table("Samlet", ("Sone", "Før tiltak", "Etter tiltak"), _counts(answer.together)),
        Table(
            "Deler",
            ("Del", "Verste sone", "Rød", "Gul", "Ukjent", "Grønn"),
            [(one.element.name, one.together.worst, *_after(one.together)) for one in answer.parts],
        ),
        Table(
            "Truede mål",
            ("Mål", "Verste sone", "Risikoer"),
            [(one.goal.name, one.worst, len(one.risks)) for one in answer.goals],
        ),
        Table("Aksept", ("Risiko", "Akseptert av", "Har myndighet", "Begrunnelse"), accepted),
    ]


def _size(size: RiskSize) -> str:
    if size.product is None:
        return "ikke vurdert"
    return f"{size.probability} × {size.consequence} = {size.product}"


def _counts(together: RisksTogether) -> list[tuple[object, ...]]:
    return [(one.zone, one.before, one.after) for one in together.counts if one.before or one.after]


def _after(together: RisksTogether) -> tuple[int, ...]:
    after = {one.zone: one.after for one in together.counts}
    return tuple(after[zone] for zone in (RiskZone.RED, RiskZone.YELLOW, RiskZone.UNKNOWN, RiskZone.GREEN))
