"""A file a person asked for: written whole or not at all, and over another one only when they said so."""

from __future__ import annotations

import errno
from pathlib import Path

from rubin_tui.engine.files.private import Opener, open_plain, replacing
from rubin_tui.messages import Failure, reason_of


def write_text(path: Path, text: str, *, replace: bool = False, opener: Opener = open_plain) -> Path:
    """Write `text` as UTF-8 (0600) and return the file's absolute path; a link is followed.

    Raises:
        Failure: "written.exists" when it is there and not to be replaced, "written.not_a_file",
            "written.no_folder", "written.unwritable". What was there is then as it was.
    """
    try:
        target = _resolved(path)
        if target.is_symlink() or (target.exists() and not target.is_file()):
            raise Failure("written.not_a_file", path=str(target))
        if target.exists() and not replace:
            raise Failure("written.exists", path=str(target))
        with replacing(target, opener) as stream:
            stream.write(text.encode("utf-8", "replace"))
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise Failure("written.no_folder", path=str(path.parent)) from error
        raise Failure("written.unwritable", path=str(path), reason=reason_of(error)) from error
    return target


def _resolved(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except RuntimeError:  # links in a circle, or the home of nobody: what stands there is then asked for
        return path.absolute()
