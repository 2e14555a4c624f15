"""A chat as a Markdown text that can be read anywhere: questions, quotes, and where each quote stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from textwrap import dedent

from rubin_tui.engine.model import Answer, Chat, Citation, Locale, Message, Sentence
from rubin_tui.engine.text.sanitize import folded, safe_line
from rubin_tui.messages import render

_MARKUP = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|&(?=[#\w]+;)")


def to_markdown(chat: Chat, locale: Locale) -> str:
    """The text of a chat with its messages, in the words of `locale`.

    Every quote is numbered as on the screen, with file, page as printed (or line) and headings. What could
    act in a terminal is made visible, and what Markdown would take for markup is marked as plain.
    """
    return "\n".join(_lines(chat, locale)).rstrip() + "\n"


def _lines(chat: Chat, locale: Locale) -> Iterator[str]:
    def words(id: str, count: int | None = None, **params: object) -> str:
        return render(Message(id, params, count), locale)

    yield f"# {_plain(chat.title) or words('export.untitled')}"
    yield ""
    yield words("export.dates", created=_time(chat.created_at), changed=_time(chat.changed_at))
    for message in chat.messages:
        yield ""
        if message.answer is not None:
            yield from _answer(message.answer, locale)
        elif message.role == "user":
            yield f"## {_plain(message.text)}"
        else:
            yield _plain(message.text)


def _answer(answer: Answer, locale: Locale) -> Iterator[str]:
    apart = "project" if answer.project else "notes" if answer.notes else ""
    missed = answer.confidence == "not_found"
    state = f"export.in_{apart}" if missed and apart else f"export.{answer.confidence}"
    yield f"*{render(Message(state), locale)}*"
    if answer.missing_terms:
        terms = ", ".join(_plain(term) for term in answer.missing_terms)
        yield ""
        yield render(Message("export.missing", {"terms": terms}), locale)
    groups = (("", answer.sentences), ("project", answer.project), ("notes", answer.notes))
    counted = count(1)
    for name, sentences in (*groups[1:], groups[0]) if missed else groups:
        written = ", ".join(dict.fromkeys(_plain(key) for one in sentences for key in one.matched))
        heading = f"export.{name}" if name else "export.nearest" if missed and apart else ""
        if sentences and heading:
            yield ""
            yield render(Message(heading, {"keys": f" ({written})" if written else ""}), locale)
        for sentence in sentences:
            yield ""
            yield from _quote(f"{next(counted)}. ", sentence)
            yield ""
            places = [_plain(_place(at, locale)) for at in (sentence.citation, *sentence.also)]
            yield f"   {'; '.join(places)}"


def _quote(number: str, sentence: Sentence) -> Iterator[str]:
    """A sentence in a line; a list, a table or a listing line by line, as it stands in its document."""
    lines = [line.rstrip() for line in dedent(sentence.text).split("\n") if line.strip()]
    if sentence.header is not None:
        lines.insert(0, sentence.header.quote)
    if sentence.kind == "paragraph" or len(lines) == 1:
        yield f"{number}«{_plain(sentence.text)}»"
        return
    margin = " " * len(number)
    fence = "`" * max([3, *(len(run) + 1 for line in lines for run in re.findall("`+", line))])
    yield f"{number}{fence}text"
    yield from (f"{margin}{safe_line(line)}" for line in lines)
    yield f"{margin}{fence}"


def _place(at: Citation, locale: Locale) -> str:
    if at.page_index is None:
        where = Message("export.line", {"file": at.filename, "line": at.line_start})
    else:
        where = Message("export.page", {"file": at.filename, "page": at.page_label or at.page_index + 1})
    rubin = render(Message("export.rubin"), locale) if at.origin == "rubin" else ""
    return " · ".join(filter(None, (render(where, locale), rubin, " › ".join(at.heading_path))))


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", safe_line(folded(text)))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
