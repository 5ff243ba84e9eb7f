"""The catalogues that ship with the program: the SDGs and the laws that municipalities refer to.

Each sub-folder with a dataset.yaml is a dataset like any other, loaded with `loaders.load`. A catalogue's folder is
named after its id, which other datasets write in front: `sdg:11.6`, `lov:kommuneloven/13-1`.
"""

from __future__ import annotations

from pathlib import Path

from loaders.dataset import DESCRIPTION


def shipped() -> dict[str, Path]:
    """Return catalogue name to folder, sorted by name."""
    folders = sorted(path.parent for path in Path(__file__).parent.glob(f"*/{DESCRIPTION}"))
    return {folder.name: folder for folder in folders}
