"""The screen under test is made as in tests/screen."""

from tests.screen.conftest import engine, make_app, project

__all__ = ["engine", "make_app", "project"]
