"""The one registry of what can be done: name, keys, where it applies, its letter behind the menu.

Key bindings of the app and of every panel, the hints of the footer, the menu behind Ctrl+L and the help
screen are all made from this table. A key is bound nowhere else. Letters are Latin and mean the physical
key: `rubin_tui.terminal.layouts` reads what a Cyrillic layout sends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from textual.binding import Binding, BindingType

Where = Literal[
    "anywhere",
    "panels",
    "text",
    "prompt",
    "links",
    "scope",
    "chat_search",
    "reading",
    "picture",
    "code",
    "find",
    "problems",
    "files",
    "filter",
    "list",
    "look",
    "chats",
    "symbols",
    "name",
    "path",
    "question",
    "help",
    "health",
    "report",
    "settings",
    "layout",
    "jump",
]


class Action(NamedTuple):
    """Something the person can do.

    `keys` are Textual key names, best first; the first one is shown. `run` is the Textual action of the
    widget that owns `where` (of the app for "anywhere"). `letter` acts in the menu; `footer` is the place
    among the footer's hints, 0 for none.
    """

    id: str
    where: Where
    run: str
    keys: tuple[str, ...] = ()
    letter: str = ""
    footer: int = 0
    in_help: bool = True

    @property
    def title(self) -> str:
        """The message identifier of its name."""
        return f"action.{self.id}"

    @property
    def short(self) -> str:
        """The message identifier of the word the footer has room for."""
        return f"action.{self.id}.short"


def _carets() -> Iterator[Action]:
    """Moving the caret of a file, and the same with Shift, which selects."""
    moves = (
        ("left", "go('move', -1{})", ("left",)),
        ("right", "go('move', 1{})", ("right",)),
        ("up", "go('move_rows', -1{})", ("up",)),
        ("down", "go('move_rows', 1{})", ("down",)),
        ("word_left", "go('move_word', -1{})", ("ctrl+left",)),
        ("word_right", "go('move_word', 1{})", ("ctrl+right",)),
        ("home", "go('edge', -1{})", ("home",)),
        ("end", "go('edge', 1{})", ("end",)),
        ("top", "go('end', -1{})", ("ctrl+home",)),
        ("bottom", "go('end', 1{})", ("ctrl+end",)),
        ("page_up", "page(-1{})", ("pageup",)),
        ("page_down", "page(1{})", ("pagedown",)),
    )
    for name, run, keys in moves:
        yield Action(f"code.{name}", "code", run.format(""), keys, in_help=False)
        shifted = tuple("+".join([*key.split("+")[:-1], "shift", key.split("+")[-1]]) for key in keys)
        yield Action(f"code.select_{name}", "code", run.format(", True"), shifted, in_help=False)


ACTIONS: tuple[Action, ...] = (
    # anywhere
    Action("menu", "anywhere", "menu", ("ctrl+l",), footer=1),
    Action("open", "anywhere", "open", ("ctrl+o",), "o", footer=3),
    Action("add", "anywhere", "add", (), "u", footer=4),
    Action("symbol", "anywhere", "symbol", ("ctrl+t",), "'"),
    Action("definition", "anywhere", "definition", ("f12",)),
    Action("references", "anywhere", "references", ("shift+f12",), "`"),
    Action("search", "anywhere", "search", (), "s"),
    Action("look", "anywhere", "look", (), "i"),
    Action("place.next", "anywhere", "place(1)", ("shift+f8",), "6"),
    Action("place.previous", "anywhere", "place(-1)", ("shift+f7",), "0"),
    Action("watch", "anywhere", "watch", (), "\\"),
    Action("chats", "anywhere", "chats", (), "m"),
    Action("chat.new", "anywhere", "new_chat", (), "n"),
    Action("find_in_chat", "anywhere", "find_in_chat", (), "y", in_help=False),
    Action("scope", "anywhere", "scope", (), "-"),
    Action("back", "anywhere", "back", ("f9",), "b", footer=2),
    Action("part.next", "panels", "part(1)", ("tab",)),
    Action("part.previous", "panels", "part(-1)", ("shift+tab",)),
    Action("panel.chat", "panels", "panel(1)", ("alt+1",), "1"),
    Action("panel.editor", "panels", "panel(2)", ("alt+2",), "2"),
    Action("panel.files", "panels", "panel(3)", ("alt+3",), "3"),
    Action("panel.problems", "anywhere", "problems", ("alt+4",), "4"),
    Action("analyze", "anywhere", "analyze", (), "a"),
    Action("finding.previous", "anywhere", "finding(-1)", ("f7",)),
    Action("finding.next", "anywhere", "finding(1)", ("f8",)),
    Action("tab.next", "panels", "next_tab", ("f6",), "t"),
    Action("tab.close", "anywhere", "close_tab", (), "x"),
    Action("zoom", "panels", "zoom", (), "z"),
    Action("jump", "panels", "jump", (), "j"),
    Action("layout", "panels", "layout", (), "="),
    Action("settings", "anywhere", "settings", (), ","),
    Action("language", "anywhere", "language", (), "l"),
    Action("theme", "anywhere", "theme", (), "c"),
    Action("redraw", "anywhere", "redraw", (), "d"),
    Action("help", "anywhere", "help", ("f1",), "h", footer=9),
    Action("health", "anywhere", "health", ("alt+5",), "5"),
    Action("documentation", "anywhere", "documentation", (), "7"),
    Action("tutorial", "anywhere", "tutorial", (), "8"),
    Action("contact", "anywhere", "contact", (), "9"),
    Action("stop", "anywhere", "stop", ("escape",)),
    Action("suspend", "anywhere", "suspend_process", (), "!"),
    Action("quit", "anywhere", "quit", ("ctrl+q",), "q"),
    Action("copy", "anywhere", "copy", ("ctrl+c",), in_help=False),
    # the prompt
    Action("send", "prompt", "send", ("enter",)),
    Action("newline", "prompt", "newline", ("ctrl+j", "alt+enter", "shift+enter")),
    Action("history", "prompt", "vertical(-1)", ("up",)),
    Action("history.next", "prompt", "vertical(1)", ("down",), in_help=False),
    Action("history.find", "prompt", "find", ("ctrl+r",)),
    Action("prompt.find", "prompt", "app.find_in_chat", ("ctrl+f",)),
    Action("prompt.complete", "prompt", "complete", ("tab",)),
    Action("chat.up", "prompt", "scroll(-1)", ("pageup",)),
    Action("chat.down", "prompt", "scroll(1)", ("pagedown",), in_help=False),
    # editing any line of text
    Action("text.left", "text", "move(-1)", ("left",), in_help=False),
    Action("text.right", "text", "move(1)", ("right",), in_help=False),
    Action("text.word_left", "text", "move_word(-1)", ("ctrl+left", "alt+b"), in_help=False),
    Action("text.word_right", "text", "move_word(1)", ("ctrl+right", "alt+f"), in_help=False),
    Action("text.home", "text", "edge(-1)", ("home", "ctrl+a"), in_help=False),
    Action("text.end", "text", "edge(1)", ("end", "ctrl+e"), in_help=False),
    Action("text.backspace", "text", "erase(-1)", ("backspace",), in_help=False),
    Action("text.delete", "text", "erase(1)", ("delete",), in_help=False),
    Action("text.erase_word", "text", "erase_word", ("ctrl+w", "ctrl+backspace", "alt+backspace")),
    Action("text.erase_line", "text", "erase_line", ("ctrl+u",)),
    Action("text.undo", "text", "undo", ("ctrl+z",)),
    # the citations of the answers
    Action("link.open", "links", "open", ("enter",)),
    Action("link.copy", "links", "copy", ("y",)),
    Action("link.actions", "links", "answer", ("a",)),
    Action("link.copy_answer", "links", "answer('copy_answer')", ("c", "Y")),
    Action("link.note", "links", "answer('note')", ("n",)),
    Action("link.search", "links", "answer('search')", ("s",)),
    Action("link.here", "links", "answer('here')", ("d",)),
    Action("link.fold", "links", "fold", ("space",)),
    Action("link.fold_all", "links", "fold_all", ("f",)),
    Action("link.find", "links", "app.find_in_chat", ("ctrl+f",), in_help=False),
    Action("link.previous", "links", "step(-1)", ("up",), in_help=False),
    Action("link.next", "links", "step(1)", ("down",), in_help=False),
    Action("link.page_up", "links", "scroll(-1)", ("pageup",), in_help=False),
    Action("link.page_down", "links", "scroll(1)", ("pagedown",), in_help=False),
    # the line that says where is looked
    Action("scope.offer", "scope", "offer", ("enter", "space", "down"), in_help=False),
    Action("scope.everywhere", "scope", "everywhere", ("backspace", "delete")),
    Action("scope.leave", "scope", "screen.panel(1)", ("up", "escape"), in_help=False),
    # words that are looked for in the chats
    Action("chat_search.everywhere", "chat_search", "everywhere", ("tab",)),
    # a page of a document, a file
    Action("page.previous", "reading", "page(-1)", ("pageup",)),
    Action("page.next", "reading", "page(1)", ("pagedown",)),
    Action("page.screenful", "reading", "screenful(1)", ("space",)),
    Action(
        "page.screenful_back", "reading", "screenful(-1)", ("b", "shift+space", "backspace"), in_help=False
    ),
    Action("page.up", "reading", "scroll(-1)", ("up",), in_help=False),
    Action("page.down", "reading", "scroll(1)", ("down",), in_help=False),
    Action("page.left", "reading", "shift(-1)", ("left",), in_help=False),
    Action("page.right", "reading", "shift(1)", ("right",), in_help=False),
    Action("page.top", "reading", "top", ("home", "ctrl+home"), in_help=False),
    Action("page.bottom", "reading", "bottom", ("end", "ctrl+end"), in_help=False),
    Action("page.quote", "reading", "quote", ("enter",)),
    Action("page.copy", "reading", "copy", ("y",)),
    Action("page.number", "reading", "number", ("g",)),
    Action("page.picture", "reading", "picture", ("o",)),
    # a page as a picture
    Action("picture.text", "picture", "text", ("escape", "o")),
    Action("picture.larger", "picture", "zoom(1)", ("plus", "equals_sign", "kp_plus")),
    Action("picture.smaller", "picture", "zoom(-1)", ("minus", "kp_minus")),
    Action("picture.up", "picture", "pan(0, -1)", ("up",), in_help=False),
    Action("picture.down", "picture", "pan(0, 1)", ("down",), in_help=False),
    Action("picture.left", "picture", "pan(-1, 0)", ("left",), in_help=False),
    Action("picture.right", "picture", "pan(1, 0)", ("right",), in_help=False),
    Action("picture.previous", "picture", "page(-1)", ("pageup",), in_help=False),
    Action("picture.next", "picture", "page(1)", ("pagedown",), in_help=False),
    Action("picture.copy", "picture", "copy", ("y",), in_help=False),
    Action("picture.number", "picture", "number", ("g",), in_help=False),
    # a file under edit
    Action("code.save", "code", "want('save')", ("ctrl+s",), "w"),
    Action("code.save_as", "code", "want('save_as')", (), "v"),
    Action("code.form", "code", "app.form", (), "e"),
    Action("code.wrap", "code", "app.wrap", (), "p"),
    Action("code.find", "code", "want('find')", ("ctrl+f",), "f"),
    Action("code.go", "code", "want('go')", ("ctrl+g",), "g"),
    Action("code.undo", "code", "do('undo')", ("ctrl+z",)),
    Action("code.redo", "code", "do('redo')", ("ctrl+y", "ctrl+shift+z")),
    Action("code.cut", "code", "cut", ("ctrl+x",)),
    Action("code.copy", "code", "copy", ("ctrl+c",), in_help=False),
    Action("code.paste", "code", "paste", ("ctrl+v",)),
    Action("code.all", "code", "select_all", ("ctrl+a",), ";"),
    Action("code.comment", "code", "do('comment')", ("ctrl+slash", "ctrl+underscore"), "k"),
    Action("code.duplicate", "code", "do('duplicate')", ("ctrl+d",)),
    Action("code.line_up", "code", "do('lines_up')", ("alt+up",), "["),
    Action("code.line_down", "code", "do('lines_down')", ("alt+down",), "]", in_help=False),
    Action("code.leave", "code", "leave", ("escape",), in_help=False),
    Action("code.enter", "code", "do('new_line')", ("enter", "ctrl+m"), in_help=False),
    Action("code.indent", "code", "do('indent')", ("tab",)),
    Action("code.outdent", "code", "do('outdent')", ("shift+tab",), in_help=False),
    Action("code.backspace", "code", "erase(-1)", ("backspace", "ctrl+h", "shift+backspace"), in_help=False),
    Action("code.delete", "code", "erase(1)", ("delete",), in_help=False),
    Action(
        "code.erase_left",
        "code",
        "erase_word(-1)",
        ("ctrl+w", "ctrl+backspace", "alt+backspace"),
        in_help=False,
    ),
    Action("code.erase_right", "code", "erase_word(1)", ("ctrl+delete", "alt+d"), in_help=False),
    *_carets(),
    # what is looked for in a file
    Action("find.next", "find", "next(1)", ("enter", "down")),
    Action("find.previous", "find", "next(-1)", ("up", "shift+enter")),
    Action("find.close", "find", "close", ("escape", "ctrl+f"), in_help=False),
    # what is wrong with a file
    Action("problem.choose", "problems", "choose", ("enter",)),
    Action("problem.up", "problems", "step(-1)", ("up",), in_help=False),
    Action("problem.down", "problems", "step(1)", ("down",), in_help=False),
    Action("problem.page_up", "problems", "step(-8)", ("pageup",), in_help=False),
    Action("problem.page_down", "problems", "step(8)", ("pagedown",), in_help=False),
    Action("problem.advice", "problems", "advice", ("r",)),
    Action("problem.close", "problems", "close", ("escape",)),
    # the files
    Action("file.open", "files", "open", ("enter",)),
    Action("file.up", "files", "step(-1)", ("up",), in_help=False),
    Action("file.down", "files", "step(1)", ("down",), in_help=False),
    Action("file.page_up", "files", "leap(-1)", ("pageup",), in_help=False),
    Action("file.page_down", "files", "leap(1)", ("pagedown",), in_help=False),
    Action("file.home", "files", "edge(-1)", ("home",), in_help=False),
    Action("file.end", "files", "edge(1)", ("end",), in_help=False),
    Action("file.fold", "files", "fold", ("left",)),
    Action("file.unfold", "files", "unfold", ("right",), in_help=False),
    Action("file.filter", "files", "filter", ("slash", "ctrl+f", "full_stop")),
    Action("file.new", "files", "ask('new')", ("n",)),
    Action("file.new_folder", "files", "ask('new_folder')", ("N",)),
    Action("file.rename", "files", "ask('rename')", ("f2",)),
    Action("file.move", "files", "ask('move')", ("m",)),
    Action("file.remove", "files", "ask('delete')", ("delete",)),
    Action("file.undo", "files", "ask('undo')", ("ctrl+z",)),
    Action("file.properties", "files", "ask('properties')", ("p",)),
    Action("file.import", "files", "ask('import')", ("i",)),
    Action("file.watch", "files", "ask('watch')", ("w",)),
    Action("file.quiet", "files", "quiet", ("h",)),
    Action("file.regroup", "files", "regroup", ("t",)),
    Action("file.refresh", "files", "ask('refresh')", ("r",)),
    Action("file.leave", "files", "leave", ("escape",), in_help=False),
    # the line that filters the files
    Action("filter.open", "filter", "done('open')", ("enter",), in_help=False),
    Action("filter.up", "filter", "done('up')", ("up",), in_help=False),
    Action("filter.down", "filter", "done('down')", ("down",), in_help=False),
    Action("filter.close", "filter", "done('close')", ("escape",), in_help=False),
    # a list that is searched by typing: the menu, open anything
    Action("list.choose", "list", "choose", ("enter",), in_help=False),
    Action("list.up", "list", "step(-1)", ("up",), in_help=False),
    Action("list.down", "list", "step(1)", ("down",), in_help=False),
    Action("list.page_up", "list", "step(-8)", ("pageup",), in_help=False),
    Action("list.page_down", "list", "step(8)", ("pagedown",), in_help=False),
    Action("list.close", "list", "close", ("escape", "ctrl+l", "ctrl+o"), in_help=False),
    # a text looked for in all files
    Action("look.case", "look", "switch('case')", ("alt+c",)),
    Action("look.quiet", "look", "switch('quiet')", ("alt+h",)),
    # the list of chats
    Action("chats.rename", "chats", "with('rename')", ("f2",)),
    Action("chats.delete", "chats", "with('delete')", ("delete", "ctrl+d")),
    Action("chats.export", "chats", "with('export')", ("ctrl+s",)),
    # the named parts of the code
    Action("symbols.everywhere", "symbols", "everywhere", ("tab",)),
    # a name that is typed
    Action("name.accept", "name", "accept", ("enter",), in_help=False),
    Action("name.close", "name", "close", ("escape",), in_help=False),
    # a path that is typed
    Action("path.accept", "path", "accept", ("enter",), in_help=False),
    Action("path.complete", "path", "complete", ("tab",)),
    Action("path.close", "path", "close", ("escape",), in_help=False),
    # the help screen
    # how everything is, and what mends it; the report of the doctor
    Action("health.repair", "health", "repair", ("enter",)),
    Action("health.up", "health", "step(-1)", ("up",), in_help=False),
    Action("health.down", "health", "step(1)", ("down",), in_help=False),
    Action("health.next", "health", "step(1)", ("tab",), in_help=False),
    Action("health.page_up", "health", "page(-1)", ("pageup",), in_help=False),
    Action("health.page_down", "health", "page(1)", ("pagedown",), in_help=False),
    Action("health.close", "health", "close", ("escape", "alt+5", "f9", "q"), in_help=False),
    Action("report.save", "report", "save", ("s", "ctrl+s")),
    Action("report.close", "report", "close", ("escape", "f9", "q"), in_help=False),
    Action("help.up", "help", "scroll(-1)", ("up",), in_help=False),
    Action("help.down", "help", "scroll(1)", ("down",), in_help=False),
    Action("help.page_up", "help", "page(-1)", ("pageup",), in_help=False),
    Action("help.page_down", "help", "page(1)", ("pagedown", "space"), in_help=False),
    Action("help.top", "help", "edge(-1)", ("home", "ctrl+home"), in_help=False),
    Action("help.bottom", "help", "edge(1)", ("end", "ctrl+end"), in_help=False),
    Action("help.erase", "help", "erase", ("backspace",), in_help=False),
    Action("help.close", "help", "close", ("escape", "f1", "f9", "enter"), in_help=False),
    # the settings
    Action("settings.choose", "settings", "choose", ("enter",)),
    Action("settings.next", "settings", "turn(1)", ("right",)),
    Action("settings.previous", "settings", "turn(-1)", ("left",), in_help=False),
    Action("settings.reset", "settings", "reset", ("delete",)),
    Action("settings.place", "settings", "place", ("tab",)),
    Action("settings.up", "settings", "step(-1)", ("up",), in_help=False),
    Action("settings.down", "settings", "step(1)", ("down",), in_help=False),
    Action("settings.page_up", "settings", "leap(-1)", ("pageup",), in_help=False),
    Action("settings.page_down", "settings", "leap(1)", ("pagedown",), in_help=False),
    Action("settings.erase", "settings", "erase", ("backspace",), in_help=False),
    Action("settings.close", "settings", "close", ("escape", "f9"), in_help=False),
    # the layout while it is changed
    Action("layout.right", "layout", "wish('move', 2)", ("right",)),
    Action("layout.left", "layout", "wish('move', -2)", ("left",)),
    Action("layout.hide_chat", "layout", "wish('hide', 1)", ("1",)),
    Action("layout.hide_editor", "layout", "wish('hide', 2)", ("2",)),
    Action("layout.hide_files", "layout", "wish('hide', 3)", ("3",)),
    Action("layout.zoom", "layout", "wish('zoom')", ("z",), in_help=False),
    Action("layout.reset", "layout", "wish('reset')", ("0", "delete")),
    Action("layout.close", "layout", "close", ("enter", "escape"), in_help=False),
    # jump letters
    Action("jump.close", "jump", "close", ("escape",), in_help=False),
    # yes or no
    Action("question.yes", "question", "answer(True)", ("enter", "y"), in_help=False),
    Action("question.no", "question", "answer(False)", ("escape", "n"), in_help=False),
)

WORDS = (("add", "search", "analyze"), ("documentation", "tutorial", "contact"))
"""What the footer names at its right end, group by group, where there is room."""

GROUPS: tuple[tuple[Where, ...], ...] = (
    ("anywhere", "panels"),
    ("prompt", "scope", "text"),
    ("links",),
    ("reading", "picture"),
    ("code", "find", "symbols"),
    ("problems",),
    ("files", "filter"),
    ("look",),
    ("chats", "chat_search", "list"),
    ("path", "name"),
    ("settings",),
    ("layout", "jump"),
    ("health", "report"),
    ("question",),
    ("help",),
)
"""What belongs together where keys are told; a group is called as its first part, `help.PART`."""

_BY_ID = {action.id: action for action in ACTIONS}

_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "backspace": "Backspace",
    "up": "↑",
    "down": "↓",
    "slash": "/",
    "left": "←",
    "right": "→",
}


def action(id: str) -> Action:
    """The action of that name. Raises KeyError."""
    return _BY_ID[id]


def bindings(*where: Where) -> list[BindingType]:
    """Textual's bindings for the widgets that own `where`."""
    return [
        Binding(",".join(item.keys), item.run, show=False, id=item.id)
        for item in ACTIONS
        if item.where in where and item.keys
    ]


def in_menu() -> Iterator[Action]:
    """What stands behind Ctrl+L, in the order of the table."""
    return (item for item in ACTIONS if item.letter)


def in_footer() -> list[Action]:
    """The hints of the footer, by their place."""
    return sorted((item for item in ACTIONS if item.footer), key=lambda item: item.footer)


def key_name(key: str) -> str:
    """`key` as people write it: "Ctrl+L", "PgUp", "y"."""
    *modifiers, last = key.split("+")
    name = _SHOWN.get(last, last if len(last) == 1 and not modifiers else last.capitalize())
    return "+".join([*(word.capitalize() for word in modifiers), name])


def shown_keys(item: Action) -> str:
    """The key to show for an action: its first one, or its way through the menu."""
    if item.keys:
        return key_name(item.keys[0])
    return f"{key_name(action('menu').keys[0])} {item.letter}" if item.letter else ""
