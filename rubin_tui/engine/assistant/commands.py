"""A message that is no question but a wish: `/search F30002`, `.фвв`, "новый чат".

Slash commands are read in both languages and in either keyboard layout: the keys of `/add` give `.фвв` with
the Russian layout on. Plain words are read only where nobody could have meant a question.
"""

from __future__ import annotations

import difflib
import re

from rubin_tui.engine.assistant.expectation import expectation_of
from rubin_tui.engine.model import Command, CommandName, Failure, Message
from rubin_tui.engine.text.layouts import swap_layout
from rubin_tui.engine.text.sanitize import folded

NAMES: dict[CommandName, tuple[str, ...]] = {
    "search": ("search", "найти", "find", "поиск"),
    "add": ("add", "добавить"),
    "docs": ("docs", "документы", "documents"),
    "stats": ("stats", "статистика"),
    "help": ("help", "справка", "помощь"),
    "new": ("new", "новый"),
    "clear": ("clear", "очистить"),
    "export": ("export", "экспорт"),
    "analyze": ("analyze", "проверь", "check", "проверить", "анализ"),
    "settings": ("settings", "настройки", "preferences"),
}
"""How a command is called: first in English, then in Russian, then what else people type."""

LONGEST_SEARCH = 8  # words: who writes more behind "найди" tells what to answer

_OF: dict[str, CommandName] = {word: name for name, words in NAMES.items() for word in words}
_SLASH = re.compile(r"([/.])([^\s/]+)(?:\s+(.*))?", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яё]")
_PATH = (
    r"(?P<argument>[\"'«]?(?:(?:~|\.{1,2})?[/\\].+|[a-z]:[/\\].+"
    r"|\S+\.(?:pdf|md|txt|html?|rst|docx|xlsx|odt|pptx|epub|csv|json|xml)[\"'»]?))"
)
_CODE_FILE = (
    r"[\"'«]?\S+\.(?:py|pyw|json|toml|ya?ml|xml|ini|cfg|st|scl|c|h|cpp|hpp|js|ts|sh|ngc|nc|gcode|hal|pmc|plc)"
    r"[\"'»]?"
)
_PHRASES: tuple[tuple[CommandName, str], ...] = (
    ("help", r"help|справка|помощь"),
    (
        "docs",
        r"(?:list|show) (?:the |my |all )?documents"
        r"|(?:список|покажи|показать) (?:все |мои )?документ(?:ов|ы)",
    ),
    ("stats", r"(?:show (?:the )?)?(?:stats|statistics)|статистика|(?:покажи|показать) статистику"),
    ("new", r"(?:start )?(?:a )?new chat|(?:начать |начни )?новый (?:чат|разговор)"),
    ("clear", r"clear (?:the |this )?chat|очистить (?:чат|разговор)|очисти (?:чат|разговор)"),
    (
        "export",
        r"export (?:the |this )?chat(?: to (?P<argument>.+))?"
        r"|экспорт(?:ируй|ировать)? (?:чата?|разговора?)(?: в (?P<file>.+))?",
    ),
    ("add", rf"add (?:the )?(?:(?:file|folder|document) )?{_PATH}"),
    ("add", rf"(?:добавь|добавить|загрузи) (?:(?:файл|папку|документ) )?{_PATH}"),
    (
        "analyze",
        r"(?:analy[sz]e|check) (?:(?:the|this|my) (?:code|file|program)|(?:file |code )?(?P<argument>"
        rf"{_CODE_FILE}))",
    ),
    (
        "analyze",
        r"(?:проверь|проверить|проанализируй) (?:(?:этот |мой )?(?:код|файл)|(?:файл |код )?(?P<argument>"
        rf"{_CODE_FILE}))",
    ),
    ("search", r"search (?:(?:in )?(?:the |my )?(?:documents|manuals|docs) )?for (?P<argument>.+)"),
    ("search", r"(?:найди|найдите|поищи|поищите)(?: в (?:документах|базе))?:? (?P<argument>.+)"),
)
_PLAIN = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PHRASES]
_ASKS = re.compile(
    r"\?|\b(?:what|which|who|whose|where|when|why|how|что|чт[оё]бы|чего|чем|как|как(?:ой|ая|ое|ие|им|ую)|кто|где"
    r"|куда|откуда|когда|почему|зачем|отчего|сколько|ли)\b",
    re.IGNORECASE,
)


def read_command(message: str) -> Command | None:
    """The command a message is, or None when it is to be answered as a question.

    Raises:
        Failure: "chat.unknown_command" or "chat.unknown_command_near": a word with a slash before it that
            is none, with the commands there are and the nearest of them.
    """
    text = message.strip()
    if text == "/":
        return Command("help")
    if found := _SLASH.fullmatch(text):
        return _slash(*found.groups(default=""))
    line = folded(text).rstrip(".!")
    for name, pattern in _PLAIN:
        if told := pattern.fullmatch(line):
            argument = next((value for value in told.groupdict().values() if value), "")
            if name == "search":  # quotes round a phrase mean something there
                return None if _is_question(argument) else Command(name, argument)
            return Command(name, argument.strip("\"'«»"))
    return None


def _slash(sign: str, word: str, argument: str) -> Command | None:
    word = word.casefold()
    if sign == "." and not _CYRILLIC.search(word):  # `.NET`: only the Russian layout has the slash there
        return None
    name = _OF.get(word) or _OF.get(swap_layout(word))
    if name:
        return Command(name, argument.strip())
    if sign == "." or not _WORD.fullmatch(word):  # `/dev/ttyS0`, `/*`, `.Привод`: begins like a question
        return None
    near = difflib.get_close_matches(word, _OF, 1) or difflib.get_close_matches(swap_layout(word), _OF, 1)
    known = Message("chat.commands")
    if near:
        raise Failure("chat.unknown_command_near", name=f"/{word}", near=f"/{near[0]}", known=known)
    raise Failure("chat.unknown_command", name=f"/{word}", known=known)


def _is_question(rest: str) -> bool:
    return bool(_ASKS.search(rest) or expectation_of(rest)) or len(rest.split()) > LONGEST_SEARCH
