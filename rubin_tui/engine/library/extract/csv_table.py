"""Tables in text files (.csv, .tsv): the separator is found, the encoding detected."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from rubin_tui.engine.library.extract.flow import Flow
from rubin_tui.engine.library.extract.plain import decode
from rubin_tui.engine.library.extract.sheets import add_sheet
from rubin_tui.engine.library.extract.values import Content, Progress, Source

_SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_LINES = 50
_CELL_LIMIT = 1_000_000


def extract_csv(source: Source) -> Iterator[Progress | Content]:
    """Read a table. Where no cell holds a line feed, its rows stand on the lines of the file.

    Raises:
        Failure: "import.no_words", "import.too_much_text".
    """
    text = decode(source.data)
    flow = Flow(source.path)
    add_sheet(flow, "", _rows(text, separator_of(text)))
    yield flow.content("csv")


def separator_of(text: str) -> str:
    """What parts the cells: the sign that stands equally often, and at all, on most of the first lines."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # as Excel writes it
        return first.strip()[4]
    lines = [line for line in (first, *rest.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]) if line.strip()]

    def agreement(separator: str) -> tuple[float, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts) - {0}, key=counts.count, default=0)
        return (counts.count(usual) / len(lines), usual) if usual else (0.0, 0)

    return max(_SEPARATORS, key=agreement) if lines else ","


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_CELL_LIMIT)
    lines = text.split("\n")
    if lines[0].lower().startswith("sep="):
        lines = lines[1:]
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell without end: what is left of it is lost to the table, not to us
            continue
        yield [cell.strip() for cell in cells]
