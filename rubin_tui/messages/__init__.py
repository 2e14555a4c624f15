"""Every sentence Rubin shows: identifiers here, the words in gettext catalogues for ru and en.

A `Message` names a sentence and carries its parameters; only what shows it to a person turns it into
words, in that person's language. A leaf: it imports nothing of ours.
"""

from __future__ import annotations

import errno
import gettext
import locale as system_locale
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = ("ru", "en")
DOMAINS = ("engine", "cli", "screen")
CATALOGUES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Message:
    """One sentence: its identifier in the catalogues and what is put into its places.

    A parameter may itself be a `Message`; it is rendered in the same language. `count` chooses the
    plural form and may be used in the sentence as `{count}`.
    """

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None

    def __hash__(self) -> int:
        return hash(
            (self.id, tuple(sorted((key, str(value)) for key, value in self.params.items())), self.count)
        )


class Failure(Exception):
    """Something could not be done; `message` says what, where and what to do."""

    def __init__(self, id: str, /, **params: Any) -> None:
        super().__init__(id, params)
        self.message = Message(id, params)

    def __str__(self) -> str:
        return render(self.message, "en")


_REASONS = (
    *("EACCES", "EBADF", "EDQUOT", "EIO", "EISDIR", "ELOOP", "EMFILE"),
    *("ENAMETOOLONG", "ENOENT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"),
    *("EBUSY", "EINVAL", "ENODEV", "ENXIO", "ESTALE", "EXDEV", "ETXTBSY"),
)


def reason_of(error: OSError) -> Message | str:
    """Why the system refused, to stand in a sentence: in our words where we have them, else in its own."""
    name = errno.errorcode.get(error.errno or 0, "")
    return Message(f"system.{name.lower()}") if name in _REASONS else error.strerror or type(error).__name__


def fault_of(error: BaseException) -> str:
    """Kind and place of an error we did not expect; not its text, which may be a document's."""
    name, at = type(error).__name__, error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{name} at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else name


def render(message: Message, locale: str) -> str:
    """The sentence in `locale` ("ru" or "en"). Foreign text in it is NOT yet safe for a terminal."""
    texts = _translations(locale)
    params = {
        key: render(value, locale) if isinstance(value, Message) else value
        for key, value in message.params.items()
    }
    if message.count is None:
        return texts.gettext(message.id).format_map(params)
    return texts.ngettext(message.id, message.id, message.count).format_map(
        {"count": message.count, **params}
    )


def guess_locale(environ: Mapping[str, str] | None = None) -> str:
    """The language of the person's session by LC_ALL, LC_MESSAGES, LANG: "ru", else "en"."""
    environ = os.environ if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            code = system_locale.normalize(value)
            return "ru" if code.lower().startswith(("ru", "be", "uk", "kk")) else "en"
    return "en"


@cache
def _translations(locale: str) -> gettext.NullTranslations:
    chain = gettext.NullTranslations()
    for domain in DOMAINS:
        with (CATALOGUES / locale / "LC_MESSAGES" / f"{domain}.mo").open("rb") as handle:
            catalogue = gettext.GNUTranslations(handle)
        catalogue.add_fallback(chain)
        chain = catalogue
    return chain
