"""What a person does in the chat besides asking: folds, copies, narrows, looks for what was said."""

from __future__ import annotations

import threading
from dataclasses import replace

from textual.events import Paste
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.assistant.parse import MAX_QUESTION
from rubin_tui.engine.model import ChatMatch, Draft, Sentence, Suggestion
from rubin_tui.widgets.prompt import LONGEST, MOST
from rubin_tui.widgets.turns import Notice, Turn, links_of
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_chat, a_citation, an_answer
from tests.screen.looking import ask, ready, rows, text, until

LONG = " ".join(f"word{number:02}" for number in range(90))


def a_long_turn() -> Turn:
    """An answer with a quote of many rows and a short one."""
    places = (replace(a_citation(), quote=LONG), a_citation("F30002: DC link overvoltage."))
    sentences = tuple(Sentence(place.quote, place, 1.0) for place in places)
    answer = replace(an_answer("q"), sentences=sentences)
    return Turn("q", "answered", answer=answer, links=links_of(answer))


def copied(app: RubinApp) -> list[str]:
    """What goes to the clipboard from now on."""
    texts: list[str] = []
    app.copy_to_clipboard = texts.append  # type: ignore[method-assign]
    return texts


async def click(pilot: Pilot[None], row: int, column: int, **more: int) -> None:
    """Click a cell of the screen."""
    await pilot.click(offset=(column, row), **more)
    await pilot.pause()


async def test_a_long_quote_is_folded_and_unfolds_by_key_and_mouse(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 30)) as pilot:
        app = await ready(pilot)
        app.main.chat.transcript.add(a_long_turn())
        await pilot.pause()
        folded = "▸ 3 more rows: Space"
        assert folded in text(app)
        assert "word89" not in text(app)
        await pilot.press("tab", "space")
        await pilot.pause()
        assert folded not in text(app)
        assert "word89" in text(app)
        await pilot.press("space")
        await pilot.pause()
        assert folded in text(app)
        await pilot.press("f")
        await pilot.pause()
        assert "word89" in text(app)
        await pilot.press("а")  # the same key with the Russian layout on
        await pilot.pause()
        assert folded in text(app)
        row = next(number for number, line in enumerate(rows(app)) if folded in line)
        await click(pilot, row, 10)
        assert "word89" in text(app)


async def test_a_click_on_a_number_opens_that_citation(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 30)) as pilot:
        app = await ready(pilot)
        turn = a_long_turn()
        assert turn.answer is not None
        first, second = turn.answer.sentences
        both = replace(turn.answer, sentences=(replace(second, also=(first.citation,)),))
        app.main.chat.transcript.add(Turn("q", "answered", answer=both, links=links_of(both)))
        await pilot.pause()
        opened: list[int] = []
        app.editing.open_citation = lambda citation: opened.append(citation.line_start)  # type: ignore[method-assign]
        row = next(number for number, line in enumerate(rows(app)) if line.endswith("[1][2]"))
        await click(pilot, row, rows(app)[row].index("[2]") + 1)
        await click(pilot, row, rows(app)[row].index("[1]") + 1)
        assert opened == [first.citation.line_start, second.citation.line_start]


async def test_an_answer_is_copied_noted_and_searched_for(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(80, 30)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        texts = copied(app)
        await pilot.press("tab", "c")
        await until(pilot, lambda: bool(texts))
        assert texts == [
            "q\n\n“The braking resistor may draw 12 A.” [1]\n“F30002: DC link overvoltage.” [2]\n\n"
            "[1] G120.pdf, p. 812\n[2] G120.pdf, p. 812"
        ]
        await pilot.press("ф")  # the menu, with the Russian layout on
        await until(pilot, lambda: "─ With this answer ─" in text(app))
        assert " d  Ask only this document from now on" in text(app)
        await pilot.press("т")  # n
        await until(pilot, lambda: bool(engine.noted))
        assert engine.noted == ["q\n\n“The braking resistor may draw 12 A.” (G120.pdf, p. 812)"]
        await pilot.press("s")
        await until(pilot, lambda: engine.searched == [("resistor current", 10)])
        assert "/search resistor current" in text(app)


async def test_the_menu_of_an_answer_opens_by_mouse(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 30)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        row = next(number for number, line in enumerate(rows(app)) if "● found ▾" in line)
        await click(pilot, row, rows(app)[row].index("▾"))
        await until(pilot, lambda: "─ With this answer ─" in text(app))
        assert " y  Copy the quote with its source" in text(app)


async def test_only_one_document_is_asked_from_now_on(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(80, 30)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab", "d")
        await until(pilot, lambda: "search in: file G120.pdf ▾" in text(app))
        await ask(pilot, "r")
        await pilot.press("shift+tab", "backspace")
        await until(pilot, lambda: "search in: everything ▾" in text(app))
        await pilot.press("tab")
        await ask(pilot, "s")
        asked = [scope.documents if scope else () for scope in engine.scopes]
        assert asked == [(), ("d1",), ()]


async def test_where_to_look_is_chosen_from_the_line_above_the_prompt(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    async with make_app(language="ru").run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "раздел drives" in text(app))
        await pilot.press(*"drives", "enter")
        await until(pilot, lambda: "где искать: раздел drives ▾" in text(app))
        assert app.focused is app.main.chat.prompt
        await ask(pilot, "q")
        await pilot.press(*"/search ", "x", "enter")
        await until(pilot, lambda: bool(engine.searched))
        scope = engine.scopes[0]
        assert scope is not None
        assert scope.categories == ("drives",)
        app.chats.begin_new()
        await until(pilot, lambda: "где искать: всё ▾" in text(app))


async def test_who_reads_further_up_is_told_of_a_new_answer(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.hold.clear()
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        transcript = app.main.chat.transcript
        for _ in range(6):
            transcript.add(a_long_turn())
        await pilot.press("q", "enter")
        await until(pilot, lambda: "reading 24 passages" in text(app))
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        before = rows(app)[2:20]
        engine.hold.set()
        await until(pilot, lambda: "↓ new answer ─" in text(app))
        assert rows(app)[2:20] == before
        row = next(number for number, line in enumerate(rows(app)) if "new answer" in line)
        await click(pilot, row, 74)
        assert "↓" not in text(app)
        assert "● found" in text(app)


async def test_far_from_the_end_only_answers_are_counted(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        transcript = app.main.chat.transcript
        transcript.show([a_long_turn() for _ in range(2500)])
        transcript.go(10)
        await pilot.pause()
        assert "↓ 2489 more answers below" in text(app)
        await pilot.press("pagedown", "pageup", "pageup", "tab", "shift+tab")
        await pilot.pause()
        assert len(transcript._rows) < 40


async def test_words_are_found_in_this_chat_and_in_all(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.talks = {
        "c1": a_chat("c1", "Cell 1", "about the Pump", at=1.0),
        "c2": a_chat("c2", "Cell 2", *(f"question {n}" for n in range(20)), "the pump again", at=2.0),
    }
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with “Cell 2”" in text(app))
        await pilot.press("ctrl+f", *"pump")
        await until(pilot, lambda: "You: the pump again" in text(app))
        assert "about the Pump" not in text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "Cell 1 · You: about the Pump" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: rows(app)[2] == " You  about the Pump")
        assert app.chats.current.id == "c1"
        await pilot.press("ctrl+f", "ctrl+u", *"question 7")
        await pilot.press("tab")
        await until(pilot, lambda: "Cell 2 · You: question 7" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: rows(app)[2] == " You  question 17")
        assert app.focused is app.main.chat.prompt


async def test_enter_waits_for_what_the_last_letter_finds(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.talks = {"c1": a_chat("c1", "Cell 1", "pump one", *(f"pump {n}" for n in range(9)), at=1.0)}
    go_on = threading.Event()
    find = engine.find_in_chats

    def slowly(words: str, *, chat_id: str = "") -> list[ChatMatch]:
        assert words != "pump one" or go_on.wait(5)
        return find(words, chat_id=chat_id)

    engine.find_in_chats = slowly  # type: ignore[method-assign]
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with" in text(app))
        await pilot.press("ctrl+f", *"pump")
        await until(pilot, lambda: "You: pump 8" in text(app))
        await pilot.press("space", *"one", "enter")
        await pilot.pause()
        assert "─ Find in this chat ─" in text(app)
        go_on.set()
        await until(pilot, lambda: rows(app)[2] == " You  pump one")


async def test_an_empty_chat_offers_questions(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.suggested = [Suggestion("Braking resistor", "G120.pdf"), Suggestion("Fault codes", "G120.pdf")]
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "   [2] Fault codes  G120.pdf" in text(app))
        await pilot.press("tab", "down", "enter")
        await until(pilot, lambda: engine.asked == ["Fault codes"])
        app.chats.begin_new()
        await until(pilot, lambda: "   [1] Braking resistor  G120.pdf" in text(app))
        row = next(number for number, line in enumerate(rows(app)) if "[1] Braking" in line)
        await click(pilot, row, 12)
        await until(pilot, lambda: engine.asked == ["Fault codes", "Braking resistor"])


async def test_a_chat_with_messages_offers_none(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.suggested = [Suggestion("Braking resistor", "G120.pdf")]
    engine.talks = {"c1": a_chat("c1", "Cell 1", "q")}
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "Going on with" in text(app))
        await pilot.pause(0.1)
        assert "Braking resistor  G120.pdf" not in text(app)


async def test_each_chat_keeps_what_is_being_written(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.talks = {"c1": a_chat("c1", "Cell 1", "q", at=1.0), "c2": a_chat("c2", "Cell 2", "r", at=2.0)}
    engine.drafts = {"c1": Draft("half of one", 4, 3.0)}
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        await until(pilot, lambda: "Going on with “Cell 2”" in text(app))
        await pilot.press(*"two")
        await until(pilot, lambda: "c2" in engine.drafts)
        await until(pilot, lambda: engine.drafts["c2"].text == "two")
        app.chats.open("c1")
        await until(pilot, lambda: prompt.text == "half of one")
        assert prompt.place.caret == 4
        app.chats.open("c2")
        await until(pilot, lambda: prompt.text == "two")
        await pilot.press("enter")
        await until(pilot, lambda: engine.asked == ["two"])
        await until(pilot, lambda: "c2" not in engine.drafts)
        assert engine.drafts["c1"].text == "half of one"


async def test_the_draft_of_a_chat_that_begins_goes_with_it(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press(*"qu")
        await until(pilot, lambda: [*engine.drafts] == [app.drafts.unbegun])
        await pilot.press("enter")
        await pilot.press(*"next")
        await until(pilot, lambda: [*engine.drafts] == ["c1"])


async def test_what_cannot_be_sent_is_said_and_stays(make_app: MakeApp, engine: FakeEngine) -> None:
    assert LONGEST == MAX_QUESTION
    async with make_app().run_test(size=(200, 24)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        prompt.suggest("", "")
        await pilot.press("enter")
        await until(pilot, lambda: "Nothing is written" in app.main.footer.notice)
        app.post_message(Paste("a\x1b[31mb\x07\r\nc\td"))
        await until(pilot, lambda: prompt.text == "a[31mb\nc\td")
        await until(pilot, lambda: app.main.footer.notice.startswith("2 control characters"))
        app.post_message(Paste("x" * (MOST + 1)))
        await until(pilot, lambda: app.main.footer.notice.startswith("200 KB are too much for a question"))
        assert prompt.text == "a[31mb\nc\td"
        app.post_message(Paste("x" * LONGEST))
        await until(pilot, lambda: len(prompt.text) > LONGEST)
        await pilot.press("enter")
        await until(pilot, lambda: app.main.footer.notice.startswith("The message has 2,010 ") or
                    app.main.footer.notice.startswith("The message has 2010 "))  # fmt: skip
        assert len(prompt.text) == LONGEST + 10
        assert engine.asked == []
        assert prompt.history == ()


async def test_the_prompt_grows_to_a_third_and_scrolls_inside(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 40)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        app.post_message(Paste("\n".join(f"line {number}" for number in range(30))))
        await until(pilot, lambda: prompt.size.height == 37 // 3)
        assert "   line 29" in text(app)
        assert "line 17" not in text(app)
        await pilot.press(*["up"] * 13)
        await pilot.pause()
        assert "line 16" in text(app)
        await pilot.press("pageup")
        assert len(prompt.text.split("\n")) == 30


async def test_a_hint_can_be_clicked(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        app.main.chat.transcript.add(a_long_turn())
        await pilot.press("tab")
        await pilot.pause()
        hints = rows(app)[22]
        await click(pilot, 22, hints.index("Space unfold") + 1)
        await until(pilot, lambda: "more rows: Space" not in text(app))


async def test_a_notice_does_not_pull_away_from_what_is_read(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        transcript = app.main.chat.transcript
        for _ in range(6):
            transcript.add(a_long_turn())
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        before = rows(app)[2:20]
        transcript.add(Notice(()))
        await pilot.pause()
        assert rows(app)[2:20] == before
