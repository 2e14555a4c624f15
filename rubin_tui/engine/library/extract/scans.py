"""Whether scanned pages can be read here. Light: `ocr`, which reads them, brings PDFium with it."""

import shutil

PROGRAM = "tesseract"


def available() -> bool:
    """Whether Tesseract is on the PATH."""
    return shutil.which(PROGRAM) is not None
