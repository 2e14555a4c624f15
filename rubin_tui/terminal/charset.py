"""The character set of the session, by its locale: what is typed and what is shown."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from functools import partial


def charset(environ: Mapping[str, str]) -> str:
    """The session's character set as its locale names it, in capitals; "UTF-8" when none is named.

    Python itself puts `LC_CTYPE=C.UTF-8` into the environment of a session whose locale is C or not
    installed; that says nothing of the terminal.
    """
    named = [environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    if named[1] in ("C.UTF-8", "C.utf8", "UTF-8") and named[2]:
        named[1] = ""
    locale = next((name for name in named if name), "UTF-8").partition("@")[0]
    return locale.rpartition(".")[2].upper()


def takes_utf8(environ: Mapping[str, str]) -> bool:
    """The session's locale is one of UTF-8, or there is none to say otherwise."""
    return charset(environ).replace("-", "") == "UTF8"


def decoder(environ: Mapping[str, str]) -> Callable[[str], type[codecs.IncrementalDecoder]]:
    """What makes decoders of what is typed: in the session's character set, and no byte is an error."""

    def of(encoding: str) -> type[codecs.IncrementalDecoder]:
        try:
            found = codecs.getincrementaldecoder(charset(environ))
        except LookupError:  # "C", "RU_RU"
            found = codecs.getincrementaldecoder(encoding)
        return partial(found, "replace")  # type: ignore[return-value]

    return of
