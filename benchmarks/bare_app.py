from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello")
        yield Input()


if __name__ == "__main__":
    Bare().run()
