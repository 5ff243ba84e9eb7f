from __future__ import annotations

from pathlib import Path

import pytest

from api.pictures.trace import save


def test_a_page_is_saved_as_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    save(tmp_path / "bilde.html", "<p>Mål\n</p>")
    assert (tmp_path / "bilde.html").read_bytes() == "<p>Mål\n</p>".encode()


def test_saving_over_a_page_replaces_it_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "bilde.html"
    save(path, "gammel")
    save(path, "ny")
    assert path.read_text(encoding="utf-8") == "ny"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_page_is_never_written_into(tmp_path: Path) -> None:
    path, same_file = tmp_path / "bilde.html", tmp_path / "lenke.html"
    save(path, "gammel")
    same_file.hardlink_to(path)
    save(path, "ny")
    assert same_file.read_text(encoding="utf-8") == "gammel"


def test_a_page_that_cannot_be_written_leaves_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "bilde.html"
    save(path, "gammel")
    with pytest.raises(UnicodeEncodeError):
        save(path, "ny" * 100_000 + "\ud800")
    assert path.read_text(encoding="utf-8") == "gammel"
    assert list(tmp_path.iterdir()) == [path]
