"""The pictures of the READMEs: those the script takes, each there, light and asking for nothing."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = {"en": "README.md", "ru": "README.ru.md"}


@pytest.fixture(scope="module")
def names() -> dict[str, list[str]]:
    made = runpy.run_path(str(ROOT / "docs" / "make_pictures.py"))
    return {one: [made["name_of"](name, one) for name in made["PICTURES"]] for one in made["LANGUAGES"]}


def test_every_readme_shows_the_pictures_of_its_language(names: dict[str, list[str]]) -> None:
    assert list(names) == list(READMES)
    for language, readme in READMES.items():
        shown = re.findall(r"docs/pictures/([\w.]+)", (ROOT / readme).read_text("utf-8"))
        assert shown == names[language], "list it in docs/make_pictures.py and in both READMEs"


def test_they_are_there_light_and_load_nothing(names: dict[str, list[str]]) -> None:
    folder = ROOT / "docs" / "pictures"
    assert {path.name for path in folder.iterdir()} == {name for some in names.values() for name in some}
    for path in folder.iterdir():
        svg = path.read_text("utf-8")
        assert len(svg.encode()) < 80_000, path.name
        assert "url(http" not in svg and "/root" not in svg and "/tmp" not in svg
