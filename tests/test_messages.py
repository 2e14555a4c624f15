"""Both catalogues hold every sentence, with the same places to fill, and the program uses each of them."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from rubin_tui.messages import CATALOGUES, DOMAINS, LOCALES, Message, guess_locale, render

PACKAGE = Path(__file__).parent.parent / "rubin_tui"
ID = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")
PLACE = re.compile(r"\{(\w+)")
NAME = re.compile("Enter|English|Rubin|SHA")


@cache
def catalogue(locale: str, domain: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / f"{domain}.po").open("rb") as handle:
        return read_po(handle, locale=locale)


def ids(locale: str) -> dict[str, tuple[str, ...]]:
    """Identifier -> its forms."""
    found: dict[str, tuple[str, ...]] = {}
    for domain in DOMAINS:
        for entry in catalogue(locale, domain):
            if entry.id:
                id = entry.id if isinstance(entry.id, str) else entry.id[0]
                assert id not in found, f"{id} stands twice"
                found[id] = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
    return found


def test_both_languages_have_the_same_sentences() -> None:
    assert set(ids("ru")) == set(ids("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_is_empty(locale: str) -> None:
    assert [id for id, forms in ids(locale).items() if not all(form.strip() for form in forms)] == []


def test_both_languages_fill_the_same_places() -> None:
    russian, english = ids("ru"), ids("en")

    def places(forms: tuple[str, ...]) -> set[str]:
        return {place for form in forms for place in PLACE.findall(form)}

    assert [id for id in english if places(english[id]) != places(russian[id])] == []


def test_russian_sentences_are_russian() -> None:
    latin_only = [
        id
        for id, forms in ids("ru").items()
        if forms == ids("en")[id] and re.search(r"[A-Za-z]{4,}", NAME.sub("", PLACE.sub("", forms[0])))
    ]
    assert latin_only == []


def used() -> tuple[set[str], set[str]]:
    """Identifiers in the program, and beginnings of identifiers it puts together."""
    whole, beginnings = set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                if re.match(r"[a-z_]+\.", str(node.values[0].value)):
                    beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                whole.add(node.value)
    return whole, beginnings


def test_every_sentence_is_used() -> None:
    whole, beginnings = used()
    unused = [id for id in ids("en") if id not in whole and not id.startswith(tuple(beginnings))]
    assert unused == []


def test_every_sentence_the_program_names_exists() -> None:
    known = set(ids("en"))
    missing = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in ("Message", "Failure", "NotFound", "say") and node.args[0].value not in known:
                    missing.append(f"{path.name}: {node.args[0].value}")
    assert missing == []


def test_a_message_in_a_message_is_said_in_the_same_language() -> None:
    origin = Message("settings.from_file", {"path": "s.toml", "line": 3})
    message = Message("settings.unknown_key", {"key": "x", "origin": origin, "known": "theme"})
    assert "s.toml, строка 3" in render(message, "ru")
    assert "s.toml, line 3" in render(message, "en")


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (1, "1 документ", "1 document"),
        (3, "3 документа", "3 documents"),
        (11, "11 документов", "11 documents"),
    ],
)
def test_numbers_choose_their_form(count: int, russian: str, english: str) -> None:
    message = Message("cli.documents", count=count)
    assert (render(message, "ru"), render(message, "en")) == (russian, english)


@pytest.mark.parametrize(
    ("environ", "locale"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_session_tells_the_language(environ: dict[str, str], locale: str) -> None:
    assert guess_locale(environ) == locale
