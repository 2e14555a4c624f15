"""The transcript with many messages: only what is seen is worked on."""

from __future__ import annotations

from rubin_tui.widgets.turns import Turn, links_of
from tests.screen.conftest import MakeApp
from tests.screen.fake import an_answer
from tests.screen.looking import ready, rows, text


def a_turn(number: int) -> Turn:
    """An answered question."""
    answer = an_answer(f"question {number}")
    return Turn(answer.question, "answered", answer=answer, links=links_of(answer))


async def test_five_hundred_messages_are_not_all_broken_into_rows(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        transcript = app.main.chat.transcript
        for number in range(500):
            transcript.add(a_turn(number))
        await pilot.pause()
        assert "question 499" in text(app)
        assert len(transcript._rows) < 20
        await pilot.press("pageup")
        await pilot.pause()
        assert "question 499" not in text(app)
        assert f"↓ {transcript.below} more lines below" in text(app)
        assert transcript.below == transcript.size.height - 2
        await pilot.press("pagedown")
        await pilot.pause()
        assert transcript.follows
        await pilot.resize_terminal(100, 30)
        await pilot.pause(0.1)
        assert len(transcript._rows) < 20


async def test_what_one_reads_stays_when_something_is_said_below(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        transcript = app.main.chat.transcript
        numbers = [transcript.add(a_turn(number)) for number in range(9)]
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        before = rows(app)[2:20]
        transcript.replace(numbers[-1], Turn("another"))
        await pilot.pause()
        assert rows(app)[2:20] == before


async def test_the_oldest_message_can_be_reached(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        for number in range(20):
            app.main.chat.transcript.add(a_turn(number))
        await pilot.press(*["pageup"] * 40)
        await pilot.pause()
        assert rows(app)[2].startswith("   Nothing is sent anywhere")


def test_a_place_that_is_quoted_twice_is_listed_once() -> None:
    answer = an_answer("q")
    twice = answer.__class__(**{
        **{name: getattr(answer, name) for name in answer.__slots__},
        "sentences": (*answer.sentences, answer.sentences[0]),
    })  # fmt: skip
    assert len(links_of(twice)) == 2
