"""Is the one who answers for it empowered to do it, and towards which SDGs? (CQ-16): both chains in one answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Element, Outcome, column
from queries.authority.deciding import Case, HolderOf, HolderVerdict, Reading
from queries.authority.facts import fetch_provision
from queries.authority.matter import Matter, Verdict, weakest
from queries.goals.fetching import fetch_elements, fetch_responsible, upward_kinds
from queries.goals.trace_up import TraceUp, trace_in
from queries.texts import text
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, MatterArea
from schema.errors import NotFoundError, QuestionError
from schema.relationships import ResponsibleRole

MANDATED_KINDS = ("Tiltak", "Project", "Contract", "Risk")


@dataclass(frozen=True)
class Required:
    """One thing that must be decided to carry it out, and whether the responsible may decide it."""

    matter: Matter = column("Sak", "What must be decided.")
    verdict: Verdict = column("Svar", "Whether the responsible post may decide it.")
    reason: str = column("Begrunnelse", "The chain in short where it is yes, else the nearest thing in the way.")
    answer: HolderVerdict | None = column("Kjeder", "The chains; missing where nobody answers for it.")


@dataclass(frozen=True)
class PostMandate:
    """Who answers for one element, and what she is empowered to do there."""

    element: Element = column("Element", "The tiltak, project, contract or risk.")
    responsible: HolderOf | None = column("Ansvarlig", "The main responsible post; missing where there is none.")
    required: tuple[Required, ...] = column(
        "Nødvendig myndighet", "What must be decided, and whether she may decide it."
    )
    verdict: Verdict = column(
        "Svar", "Whether she may decide all of it; undetermined where nothing is said to be needed."
    )


@dataclass(frozen=True)
class Mandate(Answer):
    """Who is responsible and empowered, by which chain, towards which SDG targets."""

    mandate: PostMandate = column("Myndighet", "Responsible post, holder and chains.")
    thread: TraceUp | None = column("Rød tråd", "The SDGs it serves; missing where no red thread passes through it.")


async def mandate(graph: Readable, node: str, on_date: date, *, max_ways: int = 50) -> Mandate:
    """Answer both chains for a tiltak, project, contract or risk.

    What must be decided is what the element requires (RequiredAuthority). A contract that requires nothing else takes
    authority to enter a contract of its value; a risk that is accepted takes authority to accept it, and the post that
    accepted it is the one asked about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is of another kind.
    """

    async def read(transaction: Transaction) -> Mandate:
        found = await fetch_elements(transaction, [node], on_date)
        if node not in found:
            raise NotFoundError(
                f"Ingenting i grafen har id-en «{node}».", "Oppgi id-en til et tiltak, som asker:tiltak-1."
            )
        if found[node].kind not in MANDATED_KINDS:
            raise QuestionError(
                f"«{node}» er {found[node].kind_label.lower()}.",
                "Spør om et tiltak, et prosjekt, en kontrakt eller en risiko.",
            )
        dataset = node.partition(":")[0]
        mandates = await fetch_mandates(transaction, dataset, on_date, node)
        thread = None
        if found[node].kind in upward_kinds():
            thread = await trace_in(transaction, node, on_date, max_ways)
        one = mandates[0]
        remarks = []
        if one.responsible is None:
            remarks.append("Ingen stilling er hovedansvarlig denne dagen.")
        elif one.responsible.vacant:
            remarks.append(f"Stillingen «{one.responsible.name}» er ledig.")
        if not one.required:
            remarks.append("Det er ikke oppgitt hvilken myndighet som kreves.")
        outcome = {Verdict.YES: Outcome.FOUND, Verdict.NO: Outcome.EMPTY}.get(one.verdict, Outcome.UNDETERMINED)
        complete = thread is None or thread.complete
        return Mandate(
            on_date=on_date,
            outcome=outcome,
            complete=complete,
            cut_by=thread.cut_by if thread else (),
            remarks=tuple(remarks),
            mandate=one,
            thread=thread,
        )

    return await graph.read_together(read)


async def fetch_mandates(
    transaction: Transaction, dataset: str, day: date, node: str | None = None
) -> list[PostMandate]:
    """The mandates of one element, or of all elements of a dataset that require authority."""
    rows = await transaction.run(text("authority/required"), dataset=dataset, node=node, day=day)
    by_element: dict[str, list[Row]] = {}
    for row in rows:
        by_element.setdefault(row["element"], []).append(row)
    elements = await fetch_elements(transaction, by_element, day)
    posts = await fetch_responsible(transaction, by_element, day)
    reading = await Reading.of(transaction, [dataset], day)
    provisions = {row["provision"] for row in rows if row["provision"]}
    trees = {one: await fetch_provision(transaction, one) for one in sorted(provisions)}
    found = []
    for one in sorted(by_element):
        main = next((post.post for post in posts.get(one, []) if post.role is ResponsibleRole.MAIN), None)
        holder = by_element[one][0]["accepted_by"] or main
        required = [_required(reading, trees, row, holder, day) for row in by_element[one] if row["action"] is not None]
        verdict = weakest([item.verdict for item in required]) if required else Verdict.UNDETERMINED
        shown = reading.holder(holder) if holder else None
        found.append(PostMandate(elements[one], shown, tuple(required), verdict))
    return found


def _required(reading: Reading, trees: dict[str, Row], row: Row, holder: str | None, day: date) -> Required:
    matter = Matter(
        action=Action(row["action"]),
        provision=row["provision"],
        area=None if row["provision"] else MatterArea(row["area"] or MatterArea.FINANCE.value),
        amount_nok=row["amount_nok"],
        amount_vat=VatBasis(row["amount_vat"]) if row["amount_vat"] else None,
        amount_per=AmountPeriod(row["amount_per"] or AmountPeriod.CASE.value),
        case_type=row["case_type"],
        unit=row["unit"],
        principal=row["principal"],
    )
    if holder is None:
        return Required(matter, Verdict.NO, "ingen er hovedansvarlig", None)
    case = Case(reading.under(trees.get(row["provision"])), matter, day)
    answer = case.answer(holder)
    return Required(matter, answer.verdict, _reason(answer), answer)


def _reason(answer: HolderVerdict) -> str:
    if not answer.chains:
        return f"{answer.holder.name} har ingen delegering"
    if answer.verdict is Verdict.YES:
        return " ← ".join(link.name for link in answer.chains[0].links)
    first = answer.chains[0]
    return str(first.nearest) if first.nearest else "bestemmelsen gjelder ikke"
