"""Which form of governance has a task, who chose it, and are the four principles documented for it? (CQ-21)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Element, Outcome, column
from queries.authority.facts import units_above
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible
from queries.governance.evidence import Documented, Principle, PrincipleCell, fetch_cells
from queries.portfolio.projects import Belongs
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.governance import FormKind
from schema.values import Code


class TaskGap(Code):
    """What is missing in how a task is governed."""

    NO_FORM = "no_form", "Ingen styringsform er valgt", "No form of governance is chosen for it on the day."
    NO_CARRIER = "no_carrier", "Ingen bærer formen", "A form is chosen, but nothing carries it on the day."
    NO_CHOOSER = "no_chooser", "Ukjent hvem som valgte", "Nothing tells who chose the form."
    NO_REASON = "no_reason", "Mangler begrunnelse", "Nothing tells why the form was chosen."
    NO_LINE_OWNER = (
        "no_line_owner",
        "Kontrakt uten eier i linjen",
        "No unit in the line owns a contract that delivers it.",
    )
    NO_RESPONSIBLE = "no_responsible", "Mangler hovedansvarlig", "No post is main responsible."


@dataclass(frozen=True)
class ContractCarrier:
    """How a contract that delivers a task is tied to the line, and to companies."""

    contract: Belongs = column("Kontrakt", "The contract.")
    line_owners: tuple[Belongs, ...] = column("Kontraktseiere", "Units in the line that own it on the day.")
    companies: tuple[Belongs, ...] = column("Selskaper", "Companies that deliver through it.")


@dataclass(frozen=True)
class ChosenForm:
    """A form of governance that is in force for a task."""

    id: str = column("Id", "Full id.")
    form: FormKind = column("Form", "Line, project, contract, ownership or collaboration.")
    chosen_by: tuple[Belongs, ...] = column("Valgt av", "Bodies and posts that chose it; none is unknown.")
    reason: str | None = column("Begrunnelse", "Why it was chosen; missing is unknown.")
    decisions: tuple[Belongs, ...] = column("Vedtak", "Decisions behind it.")
    carriers: tuple[Belongs, ...] = column("Bæres av", "Who or what does the task in this form.")
    valid_from: date | None = column("Gyldig fra", "First day of the form.")
    valid_to: date | None = column("Gyldig til", "First day it is no longer in force.")


@dataclass(frozen=True)
class TaskGoverned:
    """A task, the forms of governance in force for it, and what documents the principles."""

    element: Element = column("Oppgave", "The task.")
    forms: tuple[ChosenForm, ...] = column("Styringsformer", "In force on the day; several stand side by side.")
    principles: tuple[PrincipleCell, ...] = column("Prinsipper", "All four, in order.")
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it, main first.")
    contracts: tuple[ContractCarrier, ...] = column("Kontrakter", "Contracts that carry or fulfil it.")
    fulfilled_by: tuple[Belongs, ...] = column("Oppfylles av", "What is said to fulfil it without carrying a form.")
    gaps: tuple[TaskGap, ...] = column("Mangler", "What is missing.")
    remarks: tuple[str, ...] = column("Merknader", "What the reader should know, in bokmål.")


@dataclass(frozen=True)
class MatrixCount:
    """How many tasks under a form have a principle documented. A task under two forms counts in both."""

    form: FormKind | None = column("Form", "The form; missing for tasks without one.")
    principle: Principle = column("Prinsipp", "The principle.")
    covered: int = column("Dekket", "Tasks where it is covered.")
    partly: int = column("Delvis", "Tasks where it is partly covered.")
    missing: int = column("Mangler", "Tasks where nothing shows it.")


@dataclass(frozen=True)
class TaskGapCount:
    """How many tasks have a gap."""

    gap: TaskGap = column("Mangel", "The gap.")
    count: int = column("Antall", "Tasks that have it.")


@dataclass(frozen=True)
class GovernanceMatrix(Answer):
    """Forms of governance by principles. It tells what is documented, not that the principles are followed."""

    scope: str = column("Omfang", "Id of what was asked about.")
    name: str = column("Navn", "What people call it.")
    tasks: tuple[TaskGoverned, ...] = column("Oppgaver", "By id.")
    matrix: tuple[MatrixCount, ...] = column("Former × prinsipper", "Every form with every principle; then no form.")
    gaps: tuple[TaskGapCount, ...] = column("Mangler", "Every gap, also those that no task has.")


async def governance_matrix(graph: Readable, scope: str, on_date: date) -> GovernanceMatrix:
    """See the form of governance of each task on a day, and what documents the four principles.

    The answer tells what is documented in the graph, not that a principle is followed. Evidence is looked for at the
    task and at those who carry the forms in force:

    - Results: a carrier contributes to a goal, or a goal is allocated to a unit that carries it. Covered when an
      indicator measures such a goal, else partly. What stands only in plans not in force is left out.
    - Risk: a risk threatens the task or a carrier. Covered when one is assessed by the day with both levels, else
      partly.
    - Internal control: a control treats such a risk, or a review examines the task or a carrier. Partly where all that
      is found is controls known not to work, and reviews not made by the day or without a day.
    - Improvement: something improves the task or a carrier, or answers a risk, deviation or remark about it. Partly
      where nothing is known to be in use by the day, or a remark comes from a review that also examined something else.

    Args:
        graph: Where to read.
        scope: Id of a dataset; of a unit, for tasks carried by it or what is part of it, or whose main responsible post
            is there; or of a task.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is of another kind.
    """

    async def read(transaction: Transaction) -> GovernanceMatrix:
        name, kind = await _scope(transaction, scope, on_date)
        if kind == "Task":
            tasks = await _fetch(transaction, on_date, task=scope)
        else:
            tasks = await fetch_tasks(transaction, scope.partition(":")[0], on_date, scope if kind == "Unit" else "")
        return _answer(scope, name, on_date, tasks)

    return await graph.read_together(read)


async def fetch_tasks(transaction: Transaction, dataset: str, day: date, unit: str = "") -> list[TaskGoverned]:
    """The tasks of a municipality that hold on a day, or only those of a unit with its subtree, by id."""
    return await _fetch(transaction, day, dataset=dataset, unit=unit)


async def _scope(transaction: Transaction, scope: str, day: date) -> tuple[str, str]:
    """Name and kind of what was asked about."""
    if ":" not in scope and scope in {row["id"] for row in await transaction.run(text("plans/datasets"))}:
        return scope, "Dataset"
    found = (await fetch_elements(transaction, [scope], day)).get(scope)
    if found is None:
        raise NotFoundError(
            f"Ingenting i grafen har id-en «{scope}».", "En id skrives med datasettet foran, som asker:enhet-1."
        )
    if found.kind not in ("Unit", "Task"):
        raise QuestionError(
            f"«{scope}» er {found.kind_label.lower()}, som ikke har noen styringsformer.",
            "Spør om et datasett, en enhet eller en oppgave.",
        )
    return found.name, found.kind


async def _fetch(
    transaction: Transaction, day: date, *, task: str = "", dataset: str = "", unit: str = ""
) -> list[TaskGoverned]:
    rows = await transaction.run(text("governance/tasks"), task=task, dataset=dataset, day=day)
    ids = [row["id"] for row in rows if row["holds"]]
    forms = await _forms(transaction, ids, day)
    if unit:
        units = await transaction.run(text("authority/units"), datasets=[dataset])
        inside = {one for one, above in units_above(units, day).items() if unit in above}
        responsible_in = {row["id"]: set(row["units"]) for row in rows}
        ids = [one for one in ids if inside & (responsible_in[one] | _carriers(forms[one], "Unit"))]
    return await _governed(transaction, ids, forms, day)


def _carriers(forms: Iterable[ChosenForm], kind: str = "") -> set[str]:
    return {one.id for form in forms for one in form.carriers if not kind or one.kind == kind}


async def _forms(transaction: Transaction, ids: list[str], day: date) -> dict[str, list[ChosenForm]]:
    rows = await transaction.run(text("governance/forms_of_tasks"), ids=ids, day=day)
    links = _grouped(
        await transaction.run(text("governance/form_links"), ids=sorted({row["id"] for row in rows}), day=day), "id"
    )
    found: dict[str, list[ChosenForm]] = {one: [] for one in ids}
    for row in rows:
        mine = links.get(row["id"], [])
        found[row["task"]].append(
            ChosenForm(
                row["id"],
                FormKind(row["form"]),
                _linked(mine, "CHOSEN_BY"),
                row["reason"],
                _linked(mine, "DECIDED_BY"),
                _linked(mine, "CARRIED_BY"),
                row["valid_from"],
                row["valid_to"],
            )
        )
    order = list(FormKind)
    return {one: sorted(forms, key=lambda form: (order.index(form.form), form.id)) for one, forms in found.items()}


def _grouped(rows: Iterable[Row], by: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return dict(found)


def _linked(rows: Iterable[Row], type: str) -> tuple[Belongs, ...]:
    return tuple(dict.fromkeys(Belongs(row["other"], row["kind"], row["name"]) for row in rows if row["type"] == type))


async def _governed(
    transaction: Transaction, ids: list[str], forms: dict[str, list[ChosenForm]], day: date
) -> list[TaskGoverned]:
    elements = await fetch_elements(transaction, ids, day)
    responsible = await fetch_responsible(transaction, ids, day)
    fulfilled = _grouped(await transaction.run(text("governance/fulfilled_by"), ids=ids, day=day), "task")
    delivering = {one: _delivering(forms[one], fulfilled.get(one, [])) for one in ids}
    named = sorted({contract for found in delivering.values() for contract in found})
    tied = _grouped(await transaction.run(text("governance/line_owners"), ids=named, day=day), "id")
    cells = await fetch_cells(transaction, {one: {one, *_carriers(forms[one])} for one in ids}, day)
    found = []
    for one in ids:
        contracts = tuple(
            ContractCarrier(
                contract,
                _linked(tied.get(contract.id, []), "OWNED_IN_LINE_BY"),
                tuple(each for each in _linked(tied.get(contract.id, []), "SUPPLIED_BY") if each.kind == "Company"),
            )
            for contract in delivering[one].values()
        )
        beside = tuple(
            Belongs(row["id"], row["kind"], row["name"])
            for row in fulfilled.get(one, [])
            if row["id"] not in _carriers(forms[one])
        )
        answering = tuple(responsible.get(one, ()))
        found.append(
            TaskGoverned(
                elements[one],
                tuple(forms[one]),
                cells[one],
                answering,
                contracts,
                beside,
                tuple(gap for gap, missing in _missing(forms[one], contracts, answering) if missing),
                tuple(_task_remarks(forms[one], contracts, beside)),
            )
        )
    return found


def _delivering(forms: Iterable[ChosenForm], fulfilled: Iterable[Row]) -> dict[str, Belongs]:
    """The contracts that carry or fulfil a task, in the order of ids."""
    every = [one for form in forms for one in form.carriers]
    every += [Belongs(row["id"], row["kind"], row["name"]) for row in fulfilled]
    return {one.id: one for one in sorted(every, key=lambda one: one.id) if one.kind == "Contract"}


def _missing(
    forms: list[ChosenForm], contracts: tuple[ContractCarrier, ...], responsible: tuple[Responsible, ...]
) -> Iterable[tuple[TaskGap, bool]]:
    """Each gap, and whether the task has it."""
    yield TaskGap.NO_FORM, not forms
    yield TaskGap.NO_CARRIER, any(not one.carriers for one in forms)
    yield TaskGap.NO_CHOOSER, any(not one.chosen_by for one in forms)
    yield TaskGap.NO_REASON, any(not one.reason for one in forms)
    yield TaskGap.NO_LINE_OWNER, any(not one.line_owners for one in contracts)
    yield TaskGap.NO_RESPONSIBLE, not any(one.role == "main" for one in responsible)


def _task_remarks(
    forms: list[ChosenForm], contracts: tuple[ContractCarrier, ...], beside: tuple[Belongs, ...]
) -> Iterable[str]:
    if len(forms) > 1:
        told = ", ".join(form.form.bokmaal.lower() for form in forms)
        yield f"Flere valgte former gjelder samtidig: {told}."
    owned = any(form.form is FormKind.OWNERSHIP for form in forms)
    for one in contracts:
        for company in one.companies:
            both = "" if owned else " Eierstyring er ikke valgt for oppgaven."
            yield f"Selskapet «{company.name}» leverer gjennom kontrakten «{one.contract.name}».{both}"
    for each in beside:
        yield f"«{each.name}» er oppgitt å oppfylle oppgaven, men bærer ingen av formene, og teller ikke som belegg."


def _answer(scope: str, name: str, day: date, tasks: list[TaskGoverned]) -> GovernanceMatrix:
    counted: Counter[tuple[FormKind | None, Principle, Documented]] = Counter()
    for task in tasks:
        for form in dict.fromkeys(one.form for one in task.forms) or (None,):
            counted.update((form, cell.principle, cell.documented) for cell in task.principles)
    gaps = Counter(gap for task in tasks for gap in task.gaps)
    return GovernanceMatrix(
        on_date=day,
        outcome=Outcome.FOUND if tasks else Outcome.EMPTY,
        complete=True,
        cut_by=(),
        remarks=_remarks(tasks),
        scope=scope,
        name=name,
        tasks=tuple(tasks),
        matrix=tuple(
            MatrixCount(form, principle, *(counted[form, principle, how] for how in Documented))
            for form in (*FormKind, None)
            for principle in Principle
        ),
        gaps=tuple(TaskGapCount(gap, gaps[gap]) for gap in TaskGap),
    )


def _remarks(tasks: list[TaskGoverned]) -> tuple[str, ...]:
    remarks = ["Viser hva som er dokumentert, ikke om prinsippene følges."] if tasks else []
    without = sum(TaskGap.NO_FORM in task.gaps for task in tasks)
    if without:
        remarks.append(f"{without} av {len(tasks)} oppgaver har ingen valgt styringsform.")
    several = sum(len(task.forms) > 1 for task in tasks)
    if several:
        remarks.append(f"{several} av {len(tasks)} oppgaver har flere former samtidig og teller med i hver av dem.")
    return tuple(remarks)
