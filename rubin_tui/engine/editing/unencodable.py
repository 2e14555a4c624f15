"""Characters that an encoding has no bytes for: which, where first, how many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rubin_tui.engine.editing.snapshot import Snapshot
from rubin_tui.engine.model import Position
from rubin_tui.engine.text.encodings import cannot_encode
from rubin_tui.messages import Failure

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Stray:
    """A character that cannot be saved, its first place, and how often it stands in the text."""

    character: str
    first: Position
    count: int


class Unencodable(Failure):
    """The text has characters its encoding does not know; nothing was saved. `choices` are ways on."""

    choices = ("utf-8", "save_as")

    def __init__(self, snapshot: Snapshot, *, strict: bool = False) -> None:
        self.strays = strays(snapshot, strict=strict)
        named = ", ".join(
            f"{_shown(stray.character)} ({stray.first.line + 1}:{stray.first.character + 1}, ×{stray.count})"
            for stray in self.strays[:_NAMED]
        )
        super().__init__(
            "edit.unencodable",
            path=str(snapshot.path or ""),
            encoding=snapshot.form.encoding.upper(),
            characters=named + (" …" if len(self.strays) > _NAMED else ""),
        )


def strays(snapshot: Snapshot, *, strict: bool = False) -> tuple[Stray, ...]:
    """The characters that `snapshot.form` has no bytes for, in the order of their first places.

    `strict` counts bytes among them that fitted no character when the file was read.
    """
    bad = cannot_encode(snapshot.text, snapshot.form, strict=strict)
    if not bad:
        return ()
    counts: Counter[str] = Counter()
    first: dict[str, Position] = {}
    for number, line in enumerate(snapshot.lines):
        if bad.isdisjoint(line):
            continue
        for at, character in enumerate(line):
            if character in bad:
                counts[character] += 1
                first.setdefault(character, Position(number, at))
    return tuple(Stray(character, place, counts[character]) for character, place in first.items())


def _shown(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"0x{code - 0xDC00:02X}"  # a byte that fitted no character
    return f"{character} U+{code:04X}" if character.isprintable() else f"U+{code:04X}"
