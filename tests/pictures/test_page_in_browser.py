from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from api.pictures.trace import save, trace_down_page, trace_page
from tests.pictures.made_answers import down, linked, made, many, twenty_five

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""

pytestmark = pytest.mark.skipif(not BROWSER, reason="needs Chromium to run the page's script")


def opened(path: Path) -> tuple[str, str]:
    """The page as it stands after its script has run, and what the browser complained about."""
    run = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'profile'}",
            "--virtual-time-budget=4000", "--enable-logging=stderr", "--v=0", "--dump-dom", path.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    return run.stdout, "\n".join(line for line in run.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.parametrize("size", [25, 500])
def test_the_picture_is_drawn_without_a_complaint(tmp_path: Path, size: int) -> None:
    path = tmp_path / "bilde.html"
    save(path, trace_page(twenty_five()) if size == 25 else trace_down_page(many()))
    page, complaints = opened(path)
    assert complaints == ""
    assert 'role="img" aria-label="Nettverk med' in page


def test_a_name_with_a_script_in_it_does_not_run(tmp_path: Path) -> None:
    name = "</script><script>document.title='kapret'</script><img src=x onerror=\"document.title='kapret'\">"
    elements = [made("sdg:1", "SdgGoal", name, code="1"), made("t:t", "Tiltak", name)]
    save(tmp_path / "bilde.html", trace_down_page(down("sdg:1", elements, [linked("t:t", "CARRIES_OUT", "sdg:1")])))
    page, complaints = opened(tmp_path / "bilde.html")
    assert complaints == ""
    assert "<title>kapret</title>" not in page
    assert 'role="img"' in page
