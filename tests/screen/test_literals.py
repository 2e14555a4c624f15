"""Every visible word is a message: no literal reaches the screen, both catalogues are whole."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import rubin_tui
from rubin_tui.actions import ACTIONS
from rubin_tui.messages import CATALOGUES, LOCALES

PACKAGE = Path(rubin_tui.__file__).parent
SHOWN = [
    PACKAGE / "app.py",
    PACKAGE / "conversing.py",
    PACKAGE / "programming.py",
    *sorted(PACKAGE.glob("widgets/**/*.py")),
    *sorted(PACKAGE.glob("screens/*.py")),
]
SHOWN += sorted(PACKAGE.glob("journeys/*.py"))
NAMES = {"Rubin", "SSH", "Tab Enter", "CRLF", "LF", "CR", "BOM", "%H:%M", "%Y-%m-%d"}
"""Names, key names and terms that are the same in every language."""
IDENTIFIER = re.compile(r"[a-z]+:|[a-z_]+(\.[a-z_{}.]+)+|[\w#.+*,>()-]*")
UNSEEN = ("re.compile", "log.exception", "log.warning")
"""Calls whose words nobody sees on the screen."""
CYRILLIC = re.compile("[а-яёА-ЯЁ]")


def literals(path: Path) -> list[tuple[int, str]]:
    """String literals of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))  # docstrings, of attributes too
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "re.compile",
            "log.exception",
            "log.warning",
        ):
            quiet.update(id(child) for child in ast.walk(node))
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in ("DEFAULT_CSS", "CSS_PATH")
            for target in node.targets
        ):
            quiet.update(id(child) for child in ast.walk(node))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet
    ]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_words_stand_in_the_code(path: Path) -> None:
    stray = [
        (line, value)
        for line, value in literals(path)
        if CYRILLIC.search(value)
        or (
            any(char in string.ascii_letters for char in value)
            and value.strip() not in NAMES
            and not IDENTIFIER.fullmatch(value)
        )
    ]
    assert stray == []


def catalogue(locale: str, domain: str = "screen") -> dict[str, tuple[str, ...]]:
    """The messages of the screen in one language, with all their forms."""
    with (CATALOGUES / locale / "LC_MESSAGES" / f"{domain}.po").open("rb") as handle:
        found = {}
        for message in read_po(handle, locale=locale):
            if message.id:
                id = message.id if isinstance(message.id, str) else message.id[0]
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                found[id] = tuple(str(form) for form in forms)
        return found


def test_both_languages_have_every_message_with_the_same_places() -> None:
    ru, en = (catalogue(locale) for locale in LOCALES)
    assert set(ru) == set(en)
    for id in ru:
        assert all(ru[id]) and all(en[id]), id
        places = {
            frozenset(name for _, name, _, _ in string.Formatter().parse(form) if name)
            for form in (*ru[id], *en[id])
        }
        assert len(places) == 1, id


def test_every_message_that_is_named_exists_and_every_one_is_named() -> None:
    known = set(catalogue("en"))
    source = "\n".join(path.read_text("utf-8") for path in SHOWN)
    registry = {item.id for item in ACTIONS}
    named = set(re.findall(r"""["\']([a-z_]+(?:\.[a-z_]+)+)["\']""", source))
    heads = {id.split(".")[0] for id in known}
    elsewhere = {*catalogue("en", "engine"), *(item.id for item in ACTIONS)}
    missing = {id for id in named if id.split(".")[0] in heads and id not in known}
    assert {id for id in missing - elsewhere if not id.startswith("action.")} == set()
    made = (
        "action.",
        "answer.",
        "command.",
        "found.",
        "header.state.",
        "header.theme.",
        "header.brief.",
        "header.why.",
        "score.",
        "choice.",
        "code.outside_",
        "editor.outside_",
        "editor.new",
        "editor.read_only",
        "symbol.",
    )
    unused = {id for id in known if id not in named and not id.startswith(made)}
    assert unused <= {f"header.{part}" for part in ("engine", "index", "import")}
    for id in known:
        if id.startswith("action."):
            name = id.removeprefix("action.").removesuffix(".short")
            assert name in registry, id
