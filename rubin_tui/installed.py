"""Where the data that comes with Rubin stands. A leaf: it imports nothing of ours."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data_folder(name: str) -> Path:
    """The folder of that name: inside the installed package, in a checkout beside it."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / "data" / name
