"""A page as it is printed: where its letters stand, and its picture. PDFium sees files in workers only."""

from rubin_tui.engine.pages.pages import Pages as Pages
