"""The part of the middle panel that reads documents: page by page, to a number, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.actions import SkipAction
from textual.message import Message

from rubin_tui.widgets.editor.view import View
from rubin_tui.widgets.look import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rubin_tui.engine.model import Citation
    from rubin_tui.engine.page_model import PrintedPage
    from rubin_tui.widgets.editor.content import Content
    from rubin_tui.widgets.editor.page_grid import Found
    from rubin_tui.widgets.editor.page_picture import PagePicture


def page_view(content: Content, printed: PrintedPage | None, found: Sequence[Found]) -> View:
    """The tab of a page: as it is printed, else its text as it is stored."""
    if printed is None:
        return View(content)
    from rubin_tui.widgets.editor.printed_view import PrintedView

    return PrintedView(content, printed, found)


class Reader(Painted):
    """What a page in sight can do. The panel says which one that is."""

    class PageWanted(Message):
        """Another page of the document in sight; `at_end` to see its end first."""

        def __init__(self, document_id: str, number: int, *, at_end: bool = False) -> None:
            super().__init__()
            self.document_id = document_id
            self.number = number
            self.at_end = at_end

    class QuoteCopied(Message):
        """The quote in sight is to be copied with its source."""

        def __init__(self, citation: Citation) -> None:
            super().__init__()
            self.citation = citation

    class NoQuote(Message):
        """There is nothing to be copied on this page."""

    class NumberWanted(Message):
        """To a page by what is printed on it: ask which one."""

    class PictureWanted(Message):
        """The page in sight as a picture."""

        def __init__(self, picture: PagePicture) -> None:
            super().__init__()
            self.picture = picture

    _picture: PagePicture | None = None

    @property
    def view(self) -> View | None:
        """The page in sight."""
        raise NotImplementedError

    @property
    def picture(self) -> PagePicture | None:
        """What shows the page in sight as a picture; None while its text is shown."""
        return self._picture if self._picture is not None and self._picture.display else None

    # pages

    def turn_page(self, direction: int, *, at_end: bool = False) -> bool:
        """Ask for the next page, or the one before; False when there is none."""
        view = self.view
        if view is None or not view.content.document_id:
            return False
        other = view.content.number + direction
        if not 0 <= other < view.content.pages:
            return False
        self.post_message(self.PageWanted(view.content.document_id, other, at_end=at_end))
        return True

    def action_copy(self) -> None:
        """Copy the quote with its source."""
        if self.view is None or (citation := self.view.content.citation) is None:
            self.post_message(self.NoQuote())
        elif self.view.content.shows_quote:
            self.post_message(self.QuoteCopied(citation))
        else:
            self.post_message(self.NoQuote())

    def action_number(self) -> None:
        """To a printed number."""
        if self.view is None:
            raise SkipAction
        self.post_message(self.NumberWanted())

    # the picture

    def action_picture(self) -> None:
        """Look at the page as a picture."""
        from rubin_tui.widgets.editor.page_picture import PagePicture

        if self.view is None or not self.view.content.printed:
            raise SkipAction
        if self._picture is None:
            self._picture = PagePicture(id="picture")
            self.mount(self._picture)
        self._picture.display = True
        self._picture.wait(self.view.content)
        self.screen.set_focus(self._picture)
        self.post_message(self.PictureWanted(self._picture))

    def leave_picture(self) -> None:
        """Look at the text again."""
        if (picture := self.picture) is not None:
            had_focus = picture.has_focus
            picture.close()
            picture.display = False
            if had_focus:
                self.screen.set_focus(self)
            self.refresh()

    def picture_follows(self) -> None:
        """Another page, or something else, came into sight: so it does in the picture."""
        picture, view = self.picture, self.view
        if picture is None:
            return
        if view is None or not view.content.printed or view.content.key != picture.key:
            self.leave_picture()
        elif view.content.number != picture.page:
            picture.turn(view.content)

    def on_page_picture_left(self) -> None:
        """Back to the text."""
        self.leave_picture()

    def on_page_picture_turned(self, message: PagePicture.Turned) -> None:
        """To another page."""
        self.turn_page(message.direction)

    def on_page_picture_number_asked(self) -> None:
        """To a printed number."""
        self.action_number()

    def on_page_picture_copy_asked(self) -> None:
        """Copy the quote."""
        self.action_copy()
