"""`rubin chats` and `rubin ask --chat`: what they print, keep, and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rubin_tui.cli import main
from rubin_tui.engine import Engine

QUESTION = "Which function code reads holding registers?"
OTHER = "How do I reduce overshoot of a PID controller?"


@pytest.fixture
def chat(home: Path) -> str:
    """The identifier of a chat with one question."""
    with Engine.open(home) as engine:
        id = engine.new_chat("Cell 3").id
        engine.ask(QUESTION, chat_id=id)
    return id


def test_a_question_is_kept_in_the_chat_it_names(chat: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--chat", "cell", OTHER]) == 0
    assert main(["ask", "--chat", "last", QUESTION]) == 0
    assert main(["ask", "--chat", "new", QUESTION]) == 0
    capsys.readouterr()
    assert main(["chats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(QUESTION)
    assert "  2 messages  cht_" in lines[0]
    assert lines[1].startswith("Cell 3  ")
    assert lines[1].endswith(f"  6 messages  {chat}")
    assert lines[2] == "2 chats"


def test_the_last_chat_is_begun_where_there_is_none(home: Path) -> None:
    assert main(["ask", "--chat", "last", QUESTION]) == 0
    with Engine.open(home) as engine:
        assert [(chat.title, chat.count) for chat in engine.chats()] == [(QUESTION, 2)]


def test_a_chat_is_shown_renamed_exported_and_deleted(
    chat: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["chats", "show", "last"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("# Cell 3\n")
    assert f"## {QUESTION}\n" in shown
    path = tmp_path / "cell.md"
    assert main(["chats", "export", chat[:-2], str(path)]) == 0
    assert capsys.readouterr().out == f"Exported to {path}\n"
    assert path.read_text("utf-8") == shown
    assert main(["chats", "export", chat, "-"]) == 0
    assert capsys.readouterr().out == shown
    assert main(["chats", "rename", "Cell 3", "Cell", "4"]) == 0
    assert capsys.readouterr().out == "Renamed: Cell 4\n"
    assert main(["chats", "rename", "Cell 4"]) == 0
    assert capsys.readouterr().out == f"Renamed: {QUESTION}\n"
    assert main(["chats", "delete", chat, "last"]) == 0
    assert capsys.readouterr().out == f"Deleted: {QUESTION}\n"
    assert main(["chats"]) == 0
    assert capsys.readouterr().out == "0 chats\n"


def test_every_command_has_json(chat: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(*arguments: str) -> object:
        assert main(["chats", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert [one["id"] for one in answer("list")] == [chat]  # type: ignore[attr-defined]
    assert answer("show", chat)["messages"][0]["text"] == QUESTION  # type: ignore[index]
    assert answer("rename", chat, "X")["title"] == "X"  # type: ignore[index]
    path = tmp_path / "x.md"
    assert answer("export", chat, str(path))["path"] == str(path)  # type: ignore[index]
    assert answer("delete", chat)[0]["id"] == chat  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chats", "show", "nothing"], 'There is no chat "nothing". rubin chats lists those there are.'),
        (["chats", "delete", "Cell 3", "nothing"], 'There is no chat "nothing".'),
        (["chats", "delete", ""], 'There is no chat "".'),
        (["chats", "show", "cht_"], '2 chats fit "cht_"'),
        (["ask", "--chat", "nothing", "x"], 'There is no chat "nothing".'),
        (["chats", "export", "Cell 3", "there.md"], "Give another name, or add --replace."),
        (["chats", "export", "Cell 3", "none/x.md"], "There is no folder none."),
        (["chats", "export", "Cell 3", "."], "is a folder or a device: name a file."),
        (["chats", "frobnicate"], "No such command 'frobnicate'."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    chat: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    with Engine.open(home) as engine:
        engine.new_chat("Other")
    monkeypatch.chdir(tmp_path)
    Path("there.md").write_text("mine", "utf-8")
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
    assert Path("there.md").read_text("utf-8") == "mine"
    with Engine.open(home) as engine:
        assert {one.title for one in engine.chats()} == {"Cell 3", "Other"}


def test_a_file_is_replaced_when_told_so(chat: str, tmp_path: Path) -> None:
    path = tmp_path / "there.md"
    path.write_text("mine", "utf-8")
    assert main(["chats", "export", chat, str(path), "--replace"]) == 0
    assert path.read_text("utf-8").startswith("# Cell 3\n")


def test_there_is_no_last_chat_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Engine.open(home) as engine:
        engine.new_chat()  # nothing was said in it
    assert main(["chats", "show", "last"]) == 2
    assert "begin one with rubin ask --chat new" in capsys.readouterr().err


def test_titles_cannot_act_in_the_terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Engine.open(home) as engine:
        engine.new_chat("a\x1b[31mb\u202ec")
    assert main(["chats"]) == 0
    assert "\x1b" not in (shown := capsys.readouterr().out)
    assert "\u202e" not in shown
