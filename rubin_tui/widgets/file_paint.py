"""How a row of the files panel is painted: git's mark at the edge, the name, at the right how it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.file_rows import Node, OpenFile
from rubin_tui.widgets.lines import Piece, cells, clip, clip_start
from rubin_tui.widgets.look import Look

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document
    from rubin_tui.engine.project_model import GitMark


class Marks(NamedTuple):
    """What is known of files and documents beside their names, by path or by id."""

    git: Mapping[str, GitMark] = {}
    open: Mapping[str, OpenFile] = {}
    waiting: Mapping[str, tuple[int, int]] = {}
    progress: Mapping[str, str] = {}


Row = tuple[list[Piece], list[Piece]]


def row_pieces(node: Node, width: int, look: Look, marks: Marks) -> Row:
    """What stands at the left and at the right of a row."""
    style, signs = look.palette, look.signs
    if node.kind == "title":
        return [(f" {clip(safe_line(node.label).upper(), width - 2, signs.ellipsis)}", style.muted)], []
    if node.kind == "note":
        return [(f"{' ' * (1 + 2 * node.depth)}{node.label}", style.bad if node.depth else style.muted)], []
    if node.kind == "unfinished":
        return [(f" {signs.maybe} {node.label}", style.warn)], []
    mark = _git_piece(marks.git.get(node.key), look)
    indent = "  " * node.depth
    if node.kind in ("folder", "group"):
        sign = signs.opened if node.is_open else signs.into
        name = node.label if node.kind == "group" else safe_line(node.label)
        room = width - len(indent) - 4
        text = style.muted if node.quiet else style.text
        return [mark, (f"{indent}{sign} ", style.muted), (clip(name, room, signs.ellipsis), text)], []
    right = _right(node, look, marks)
    indent += "  " if node.kind in ("file", "reading") else ""
    room = width - len(indent) - 1 - cells(right)
    text = style.muted if node.quiet else style.text
    if node.letters or node.kind == "watched":
        return [mark, (indent, style.text), *_found(node, room, look)], right
    return [mark, (indent, style.text), (clip(safe_line(node.label), room, signs.ellipsis), text)], right


def _found(node: Node, room: int, look: Look) -> list[Piece]:
    """A label with the letters that were meant; a path that is too long loses its beginning."""
    style = look.palette
    label = safe_line(node.label)
    shown = clip_start(label, room, look.signs.ellipsis)
    return lettered(shown, [at - (len(label) - len(shown)) for at in node.letters], style.text, style.accent)


def lettered(text: str, letters: list[int] | tuple[int, ...], plain: Style, lit: Style) -> list[Piece]:
    """`text` in pieces, those characters lit."""
    pieces: list[Piece] = []
    begin = 0
    for at in letters:
        if not begin <= at < len(text):
            continue
        if begin < at:
            pieces.append((text[begin:at], plain))
        pieces.append((text[at], lit))
        begin = at + 1
    return [*pieces, (text[begin:], plain)] if begin < len(text) else pieces


def _git_piece(mark: GitMark | None, look: Look) -> Piece:
    style, signs = look.palette, look.signs
    if mark is None:
        return " ", style.text
    sign, colour = {
        "changed": (signs.changed, style.warn),
        "added": (signs.added, style.ok),
        "unknown": ("?", style.muted),
        "conflict": ("!", style.bad),
    }[mark]
    return sign, colour


def _right(node: Node, look: Look, marks: Marks) -> list[Piece]:
    style, signs = look.palette, look.signs
    if node.kind == "reading":
        return [(f" {signs.maybe} ", style.warn), (f"{marks.progress.get(node.key, '')} ", style.muted)]
    if node.folder is not None:
        lost = node.folder.problem is not None
        sign = (f" {signs.not_found}", style.warn) if lost else (f" {signs.ready}", style.ok)
        return [sign, (f"{node.folder.documents:>5} ", style.muted)]
    if node.document is not None:
        return _document_state(node.document, look, marks)
    state = marks.open.get(node.key)
    if state is None:
        return []
    right: list[Piece] = []
    if state.errors:
        right.append((f" {signs.error}{state.errors}", style.bad))
    if state.warnings:
        right.append((f" {signs.warning}{state.warnings}", style.warn))
    if state.unsaved:
        right.append((f" {signs.modified}", style.accent))
    return [*right, (" ", style.text)] if right else []


def _document_state(document: Document, look: Look, marks: Marks) -> list[Piece]:
    style, signs = look.palette, look.signs
    if document.state == "failed":
        return [(f" {signs.failed} ", style.bad)]
    if (done := marks.progress.get(document.path)) is not None and document.path:
        return [(f" {signs.maybe} ", style.warn), (f"{done} ", style.muted)]
    if (scan := marks.waiting.get(document.id)) is not None:
        return [(f" {signs.maybe} ", style.warn), (f"{scan[0]}/{scan[1]} ", style.muted)]
    if document.state == "indexing":
        return [(f" {signs.maybe} ", style.warn)]
    if document.vanished_at is not None:
        return [(f" {signs.not_found} ", style.warn)]
    amount = document.pages if document.pages > 1 else document.passages
    return [(f" {signs.ready}", style.ok), (f"{amount:>5} ", style.muted)]
