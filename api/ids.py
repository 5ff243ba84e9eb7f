"""Ids as people write them."""

from __future__ import annotations

import re

from schema.errors import QuestionError

_SDG_CODE = re.compile(r"^\d{1,2}(\.(\d{1,2}|[a-d]))?$", re.IGNORECASE)
SDG_DATASET = "sdg"
_LONGEST = 300


def full_id(written: str) -> str:
    """Return the id as stored: an SDG code alone means the goal or target, so `11.6` is `sdg:11.6`.

    Raises:
        QuestionError: It is empty, or longer than any id.
    """
    text = written.strip()
    if not text or len(text) > _LONGEST:
        raise QuestionError(
            "Id-en mangler eller er for lang.", "Skriv id-en med datasettet foran, som asker:tiltak-12, eller 11.6."
        )
    return f"{SDG_DATASET}:{text.lower()}" if _SDG_CODE.match(text) else text
