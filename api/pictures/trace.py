"""Pages that show the red thread: up to the SDGs, and down to what is done."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from secrets import token_hex

from api.pictures.drawing import Drawing, bounded, draw_down, draw_up, reaches
from api.pictures.legend import box_signs, line_signs
from api.pictures.levels import place_of_kind
from api.pictures.network import picture_data
from api.pictures.page import Page, render
from api.pictures.tables import Table, tables_down, tables_up
from api.pictures.wording import count_text, day_text, heading
from queries.answers import Answer, Element
from queries.goals.trace_down import Effect, TraceDown
from queries.goals.trace_up import TraceUp


def trace_page(answer: TraceUp) -> str:
    """Make the page of a trace up."""
    drawing = draw_up(answer)
    title = f"Hvilke FN-mål tjener «{answer.start.label}»?"
    return _page(answer, answer.start, title, _summary_up(answer), drawing, tables_up(answer, drawing))


def trace_down_page(answer: TraceDown) -> str:
    """Make the page of a trace down."""
    drawing = draw_down(answer)
    title = f"Hva gjøres for «{answer.start.label}»?"
    return _page(answer, answer.start, title, _summary_down(answer), drawing, tables_down(answer, drawing))


def save(path: Path, html: str) -> None:
    """Write a page so that the file is the old or the new, never half of either."""
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(html)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _page(answer: Answer, start: Element, title: str, summary: str, whole: Drawing, tables: Sequence[Table]) -> str:
    drawing = bounded(whole)
    return render(
        Page(
            title=title,
            about=(
                (start.kind_label, start.label),
                ("Id", start.id),
                (heading(Answer, "on_date"), day_text(answer.on_date)),
                (heading(Answer, "complete"), completeness(answer)),
            ),
            outcome=answer.outcome.bokmaal,
            outcome_code=answer.outcome.value,
            summary=summary,
            remarks=(*answer.remarks, *_left_out(whole, drawing)),
            picture=picture_data(drawing),
            description=_description(drawing),
            box_signs=box_signs(drawing.elements),
            line_signs=line_signs(drawing),
            tables=tables,
        )
    )


def completeness(answer: Answer) -> str:
    """Whether the answer is whole, or why not."""
    if answer.complete:
        return "Ja"
    reasons = ", ".join(cut.bokmaal for cut in answer.cut_by)
    return f"Nei: {reasons}" if reasons else "Nei"


def _left_out(whole: Drawing, drawn: Drawing) -> list[str]:
    if len(drawn.elements) == len(whole.elements):
        return []
    return [f"Bildet viser de {len(drawn.elements)} nærmeste av {len(whole.elements)} elementer. Tabellene viser alle."]


_UP_SENTENCES = {
    Effect.CONTRIBUTES: "bidrar til {}",
    Effect.SUPPORTS: "støtter {}",
    Effect.HINDERS: "hindrer {}",
    Effect.NOT_IN_FORCE: "når {} bare gjennom det som ikke er i kraft",
}


def _summary_up(answer: TraceUp) -> str:
    said = []
    for effect, sentence in _UP_SENTENCES.items():
        kinds = Counter(reach.target.kind for found, reach in reaches(answer) if found == effect)
        if kinds:
            said.append(sentence.format(_numbers(kinds)))
    if answer.local_goals:
        said.append(f"tjener {_number(len(answer.local_goals), 'lokalt mål', 'lokale mål')} uten FN-mål")
    return _sentence(said) or "Tråden når ingen FN-mål."


def _summary_down(answer: TraceDown) -> str:
    said = []
    for effect in Effect:
        kinds = Counter({one.kind: one.count for one in answer.counts if one.effect == effect})
        if kinds:
            said.append(f"{effect.bokmaal.lower()}: {_numbers(kinds)}")
    overdue = sum(one.overdue for one in answer.efforts)
    if overdue:
        said.append(f"over frist: {overdue}")
    return _sentence(said, "; ") or "Ingenting fører hit."


def _numbers(kinds: Counter[str]) -> str:
    ordered = sorted(kinds.items(), key=lambda found: (place_of_kind(found[0]), found[0]))
    return _listed(count_text(count, kind) for kind, count in ordered)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _listed(texts: Iterable[str]) -> str:
    *first, last = texts
    return f"{', '.join(first)} og {last}" if first else last


def _sentence(parts: Sequence[str], between: str = ", ") -> str:
    text = between.join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _description(drawing: Drawing) -> str:
    return (
        f"Nettverk med {_number(len(drawing.elements), 'element', 'elementer')} og "
        f"{_number(len(drawing.links), 'relasjon', 'relasjoner')}, FN-mål øverst og tiltak nederst. "
        "Tabellene under bildet sier det samme."
    )
