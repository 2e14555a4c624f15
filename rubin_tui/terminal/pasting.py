"""Pasted text taken out of what the terminal sends, in whole pieces.

Textual's parser looks at each character of a paste by itself and keeps each by itself: 50 MB would hold the
screen up for a minute and take 900 MB.
"""

from __future__ import annotations

from collections.abc import Iterator

BEGIN = "\x1b[200~"
END = "\x1b[201~"


class Pasting:
    """Tells typed from pasted text, however the terminal's output is cut into pieces."""

    def __init__(self) -> None:
        self._pieces: list[str] | None = None
        self._tail = ""
        self._begun = ""

    def pieces(self, data: str) -> Iterator[tuple[str, bool]]:
        """What of `data` is to be read as keys, and each paste that has ended (True), in their order."""
        data, self._begun = self._begun + data, ""
        while data:
            if self._pieces is None:
                keys, begin, data = data.partition(BEGIN)
                if not begin:
                    keys, self._begun = _without_beginning(keys)
                if keys:
                    yield keys, False
                if begin:
                    self._pieces, self._tail = [], ""
                continue
            # the end may be cut in two: its beginning waits for the rest
            text, end, rest = (self._tail + data).partition(END)
            if not end:
                keep = len(text) - len(END) + 1
                self._pieces.append(text[: max(keep, 0)])
                self._tail = text[max(keep, 0) :]
                return
            self._pieces.append(text)
            pasted, self._pieces, data = "".join(self._pieces), None, rest
            yield pasted.replace("\x00", ""), True


def _without_beginning(keys: str) -> tuple[str, str]:
    """`keys`, and at their end the beginning of a paste that is cut in two.

    What may be the Esc key or Alt and a bracket by itself is not held back; there Textual's parser does it.
    """
    for length in range(len(BEGIN) - 1, 2, -1):
        if keys.endswith(BEGIN[:length]):
            return keys[:-length], BEGIN[:length]
    return keys, ""
