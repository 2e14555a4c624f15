"""Which language a text is in: by its name, its first line, and, when these say nothing, by how it looks."""

from __future__ import annotations

import re
from pathlib import PurePath

from rubin_tui.engine.languages import LANGUAGES, XML_SUFFIXES, language_named, language_of

_DATA = {
    "json": (".json", ".jsonc", ".geojson", ".webmanifest", ".code-workspace", ".har"),
    "xml": XML_SUFFIXES,
}
_DATA_BY_SUFFIX = {suffix: id for id, suffixes in _DATA.items() for suffix in suffixes}
_NAMES = {
    "pipfile": "toml",
    "poetry.lock": "toml",
    "uv.lock": "toml",
    ".editorconfig": "ini",
    ".clang-format": "yaml",
}
_ALIASES = {
    "py": "python",
    "js": "javascript",
    "ts": "typescript",
    "sh": "shell",
    "bash": "shell",
    "yml": "yaml",
}
_LOOKED_AT = 20_000  # characters of a nameless text

_I = re.IGNORECASE
_M = re.MULTILINE
_LOOKS = (
    ("xml", re.compile(r"\s*<(?!html|!doctype html)(?:\?xml|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])", _I)),
    (
        "json",
        re.compile(r'\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*$)|\[\s*(?:["\d{\[-]|true|false|null|\]\s*$))'),
    ),
    ("c", re.compile(r"^[ \t]*#[ \t]*include[ \t]*[<\"]", _M)),
    (
        "st",
        re.compile(
            r"^[ \t]*(?:FUNCTION_BLOCK|PROGRAM|FUNCTION|ORGANIZATION_BLOCK)\s+[\"\w]+"
            r"|^[ \t]*END_(?:VAR|IF)\b",
            _M | _I,
        ),
    ),
    (
        "python",
        re.compile(
            r"^(?:async )?def \w+\(.*|^class \w+.*:\s*$|^(?:import [\w., ]+|from [\w.]+ import .*)$"
            r"|^(?:if|for|while|with|try|elif|else|except)\b.*:\s*(?:#.*)?$|^\s*print\(",
            _M,
        ),
    ),
    ("javascript", re.compile(r"^\s*(?:const|let|var) [\w{\[]+.*=|^\s*function \w+\(.*\) *\{|=> *\{", _M)),
    ("gcode", re.compile(r"^%?\s*(?:[NO]\d+\s*)?G(?:0?[0-3]|17|2[01]|9[01])\b(?:\s*[A-Z]-?[\d.]+)*", _M)),
    (
        "toml",
        re.compile(
            r"^\[{1,2}[\w.\"-]+\]{1,2}\s*$(?:\s*^(?:#.*|[\w.\"-]+ *= *(?:[\"'\[{\d+-]|true|false).*)?$)+", _M
        ),
    ),
    ("ini", re.compile(r"^\[[^\]\n]+\]\s*$\s*^[^=\n]+=", _M)),
    (
        "yaml",
        re.compile(
            r"%YAML|---\s|(?:#.*\n|\s*\n)*[\w.\"'-]+:(?:[ \t]+\S.*)?\n(?:[ \t]+\S|[ \t]*- |[\w.\"'-]+:)"
        ),
    ),
)


def detect(path: str, text: str) -> str:
    """The id of the language of a text; "" when nobody can tell."""
    if path:
        name = PurePath(path).name.lower()
        known = _NAMES.get(name) or _DATA_BY_SUFFIX.get(PurePath(name).suffix)
        if known:
            return known
    named = language_of(path or "text", text)
    if named is not None:
        return named.id
    if PurePath(path).suffix and not _LOOKS[0][1].match(
        text.lstrip("\ufeff")
    ):  # a name that says something, only not to us
        return ""
    sample = text[:_LOOKED_AT].lstrip("\ufeff")
    return next((id for id, look in _LOOKS if (look.match if id in _WHOLE else look.search)(sample)), "")


_WHOLE = frozenset({"xml", "json", "yaml"})


def known_language(name: str) -> str | None:
    """The id of the language a person calls `name` (id, title, suffix, short name); None for none."""
    plain = name.strip().casefold()
    plain = _ALIASES.get(plain, plain)
    if plain in _DATA or language_named(plain):
        return plain
    by_title = (language.id for language in LANGUAGES if language.title.casefold() == plain)
    by_suffix = (language.id for language in LANGUAGES if f".{plain.lstrip('.')}" in language.suffixes)
    return next(by_title, None) or next(by_suffix, None)


def language_names() -> tuple[str, ...]:
    """The ids `known_language` knows."""
    return (*(language.id for language in LANGUAGES), *_DATA)
