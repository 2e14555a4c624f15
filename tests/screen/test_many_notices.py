"""Two hundred notices at once are a few lines and a number."""

from __future__ import annotations

from rubin_tui.messages import Message
from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, text, until


async def test_two_hundred_notices_at_once_are_told_in_a_few_lines(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(140, 40)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: not app.main._burst)  # what is said at the start is over
        before = len(app.main.chat.transcript.entries)
        for number in range(200):
            app.main.tell(Message("file.unreadable", {"path": f"/x/{number // 2}", "reason": "gone"}))
        await until(pilot, lambda: "and 188 more notices" in text(app))
        assert len(app.main.chat.transcript.entries) == before + 13
        app.main.tell(Message("file.unreadable", {"path": "/later", "reason": "gone"}))
        await until(pilot, lambda: "/later" in text(app))
