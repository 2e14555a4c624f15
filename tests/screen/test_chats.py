"""Chats on the screen: questions are kept, the last chat comes back, the list and what it can do."""

from __future__ import annotations

from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.model import Chat
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.chat_sheet import ChatSheet
from rubin_tui.widgets.prompt import Prompt
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_chat
from tests.screen.looking import ask, ready, rows, text, until


def two_chats(engine: FakeEngine) -> None:
    engine.talks = {
        "c1": a_chat("c1", "Cell 3", "brake current", at=1_700_000_000.0),
        "c2": a_chat("c2", "Line 4", "overvoltage", "undervoltage", at=1_700_100_000.0),
    }


async def the_list(pilot: Pilot[None]) -> RubinApp:
    """The list of chats is up and filled."""
    app = await ready(pilot)
    await until(pilot, lambda: "Going on with" in text(app))
    await pilot.press("ctrl+l", "m")
    await until(pilot, lambda: "Cell 3  " in text(app))
    return app


async def test_all_questions_go_into_one_chat_begun_with_the_first(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        assert engine.talks == {}
        await ask(pilot, "one")
        await ask(pilot, "two")
        assert engine.asked_in == ["c1", "c1"]
        assert engine.talks["c1"].title == "one"


async def test_the_last_chat_is_back_after_a_start_and_goes_on(make_app: MakeApp, engine: FakeEngine) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with “Line 4”. A new chat: Ctrl+L n" in text(app))
        assert [" You  overvoltage" in text(app), " You  undervoltage" in text(app)] == [True, True]
        assert "4 messages" in rows(app)[-1]
        assert app.main.chat.prompt.example == ""
        await ask(pilot, "and now")
        assert engine.asked_in == ["c2"]
        assert "6 messages" in rows(app)[-1]
        await pilot.press("tab", "enter")  # the citations of a kept answer lead to their pages
        await until(pilot, lambda: app.main.editor.has_focus)


async def test_what_went_wrong_at_the_start_stands_below_the_chat_that_comes_back(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    two_chats(engine)
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        app.main.tell(Message("session.damaged", {"path": "kept"}))
        await until(pilot, lambda: "Going on with" in text(app))
        shown = text(app)
        assert shown.index("Going on with") < shown.index("What was open last time")


async def test_what_is_asked_before_the_engine_is_open_goes_into_the_last_chat(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    two_chats(engine)
    app = make_app()
    async with app.run_test(size=(140, 40)) as pilot:
        app.asking.submit("typed early")
        assert app.asking.busy
        await until(pilot, lambda: not app.asking.busy)
        await pilot.pause()
        assert engine.asked_in == ["c2"]
        shown = text(app)
        assert shown.index("Going on with “Line 4”") < shown.index(" You  typed early")
        assert shown.count("typed early") == 1


async def test_a_start_without_readable_chats_still_answers(make_app: MakeApp, engine: FakeEngine) -> None:
    two_chats(engine)

    def unreadable(id: str) -> Chat:
        raise Failure("chat.unknown", id=id)

    engine.chat = unreadable  # type: ignore[method-assign]
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "▲ There is no chat c2" in text(app))
        await ask(pilot, "q")
        assert engine.asked_in == ["c3"]


async def test_a_chat_is_chosen_by_a_part_of_its_title(make_app: MakeApp, engine: FakeEngine) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await the_list(pilot)
        at = next(row for row in rows(app) if "Line 4" in row and "2023-11-1" in row)
        assert "● 4 messages · 2023-11-1" in at
        await pilot.press("c", "e", "l", "l", "enter")
        await until(pilot, lambda: " You  brake current" in text(app))
        assert " You  undervoltage" not in text(app)
        assert isinstance(app.focused, Prompt)
        await ask(pilot, "more")
        assert engine.asked_in == ["c1"]


async def test_enter_on_nothing_leaves_the_list_as_it_is(make_app: MakeApp, engine: FakeEngine) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await the_list(pilot)
        await pilot.press("x", "y", "enter")
        await pilot.pause()
        assert "nothing fits" in text(app)
        assert isinstance(app.main.sheet, ChatSheet)


async def test_a_new_chat_begins_from_the_list_and_by_its_letter(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await the_list(pilot)
        await pilot.press("pageup", "enter")
        await until(pilot, lambda: "A new chat. Earlier ones: Ctrl+L m" in text(app))
        await ask(pilot, "fresh")
        assert engine.asked_in == ["c3"]
        await pilot.press("ctrl+l", "n")
        await until(pilot, lambda: " You  fresh" not in text(app))
        await ask(pilot, "fresher")
        assert engine.asked_in == ["c3", "c4"]


async def test_a_chat_gets_another_name(make_app: MakeApp, engine: FakeEngine) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await the_list(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: " > Line 4" in text(app))
        await pilot.press("backspace", "5", "enter")
        await until(pilot, lambda: "Renamed: Line 5" in rows(app)[-1])
        await until(pilot, lambda: engine.talks["c2"].title == "Line 5" and "Line 5  " in text(app))
        sheet = app.main.sheet
        assert isinstance(sheet, ChatSheet)
        assert sheet.current is not None
        assert sheet.current.id == "c2"


async def test_a_chat_is_deleted_only_after_yes(make_app: MakeApp, engine: FakeEngine) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await the_list(pilot)
        await pilot.press("up", "delete")  # the row of the new chat
        await pilot.pause()
        assert isinstance(app.main.sheet, ChatSheet)
        await pilot.press("down", "delete")
        await until(pilot, lambda: "Delete “Line 4” with all its messages?" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Cell 3  " in text(app))
        assert set(engine.talks) == {"c1", "c2"}
        await pilot.press("delete")
        await until(pilot, lambda: "Delete “Line 4”" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: set(engine.talks) == {"c1"} and "Line 4" not in text(app))
        await pilot.press("escape")
        await pilot.pause()
        assert "A new chat." in text(app)
        await ask(pilot, "q")  # the chat in sight was deleted
        assert engine.asked_in == ["c2"]  # the fake numbers by count; it is another one
        assert engine.talks["c2"].count == 2


async def test_a_chat_goes_into_a_file_and_over_another_only_after_yes(
    make_app: MakeApp, engine: FakeEngine, project: Path
) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await the_list(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: " > Line-4.md" in text(app))
        await pilot.press("enter")
        path = project / "Line-4.md"
        await until(pilot, lambda: engine.saved == [("c2", path, False)])
        await until(pilot, lambda: "Exported to" in text(app))
        path.write_text("mine", "utf-8")
        for key, saved in (("escape", 1), ("enter", 2)):
            app.chats.export("Line-4.md")
            await until(pilot, lambda: "It is there already, replace it?" in text(app))
            assert rows(app)[-2].endswith("Line-4.md")
            await pilot.press(key)
            await until(pilot, lambda: app.main.sheet is None)
            await until(pilot, lambda saved=saved: len(engine.saved) == saved)  # type: ignore[misc]
        assert engine.saved[-1] == ("c2", path, True)


async def test_a_question_goes_on_in_its_chat_while_another_is_in_sight(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    two_chats(engine)
    engine.hold.clear()
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with" in text(app))
        await pilot.press("q", "enter")
        await until(pilot, lambda: "reading 24 passages" in text(app))
        app.chats.open("c1")
        await until(pilot, lambda: " You  brake current" in text(app))
        assert " You  q" not in text(app)
        engine.hold.set()
        await until(pilot, lambda: not app.asking.busy)
        assert " You  q" not in text(app)
        assert engine.talks["c2"].messages[-2].text == "q"
        assert engine.talks["c1"].count == 2


async def test_a_chat_left_and_come_back_to_shows_the_answer_it_was_waiting_for(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    two_chats(engine)
    engine.hold.clear()
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with" in text(app))
        await pilot.press("q", "enter")
        await until(pilot, lambda: "reading 24 passages" in text(app))
        for id, shown in (("c1", " You  brake current"), ("c2", " You  undervoltage")):
            app.chats.open(id)
            await until(pilot, lambda shown=shown: shown in text(app))  # type: ignore[misc]
        engine.hold.set()
        await until(pilot, lambda: not app.asking.busy)
        await pilot.pause()
        assert text(app).count(" You  q") == 1


async def test_a_chat_another_rubin_has_deleted_goes_on_as_a_new_one(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    two_chats(engine)
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with" in text(app))
        del engine.talks["c2"], engine.talks["c1"]
        await ask(pilot, "q")
        assert "● found" in text(app)
        assert engine.asked_in == ["c1"]
        await ask(pilot, "r")
        assert engine.asked_in == ["c1", "c1"]


async def test_a_search_is_kept_in_the_chat_and_can_be_done_again(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    async with make_app().run_test(size=(100, 24)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "/search F30002")
        await until(pilot, lambda: "● 12 places" in text(app) and bool(engine.talks))
        await ask(pilot, "q")
        assert engine.asked_in == ["c1"]
        assert (
            engine.talks["c1"].messages[1].text.startswith("12 places: G120.pdf, p. 812; G120.pdf, p. 813;")
        )
        app.chats.begin_new()
        app.chats.open("c1")
        await until(pilot, lambda: "earlier" in text(app))
        assert "   12 places: G120.pdf, p. 812" in text(app)
        assert engine.searched == [("F30002", 10)]
        await pilot.press("shift+tab", "shift+tab", "up", "up", "enter")
        await until(pilot, lambda: "  ▸[1] G120.pdf  p. 812" in text(app))
        assert engine.searched == [("F30002", 10)] * 2
        assert engine.talks["c1"].count == 4


async def test_titles_cannot_act_in_the_terminal(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.talks = {"c1": a_chat("c1", "Cell 3\x1b[2J\nx\u202e", "q\x1b[31m")}
    async with make_app().run_test(size=(140, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with" in text(app))
        await pilot.press("ctrl+l", "m")
        await until(pilot, lambda: "Cell 3␛[2J" in text(app))
        assert not {"\x1b", "\u202e"} & set(text(app))


# what was written before


async def test_what_was_written_in_other_sessions_comes_before_this_one_and_the_draft_stays(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    engine.written_before = ["oldest", "older"]
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        await until(pilot, lambda: prompt.history == ("oldest", "older"))
        await ask(pilot, "new")
        await ask(pilot, "older")
        assert prompt.history == ("oldest", "new", "older")
        await pilot.press("d", "up", "up")
        assert prompt.text == "new"
        await pilot.press("up", "up", "up")
        assert prompt.text == "oldest"
        await pilot.press("down", "down", "down")
        assert prompt.place == ("d", 1)


async def test_something_written_before_is_found_by_its_words(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.written_before = ["brake current", "overvoltage F30002"]
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: len(app.main.chat.prompt.history) == 2)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "─ Written before ─" in text(app))
        app.post_message(Paste("ignored"))
        await pilot.press("c", "u", "r", "enter")
        await until(pilot, lambda: app.main.sheet is None)
        assert app.main.chat.prompt.text == "brake current"
        assert engine.asked == []
