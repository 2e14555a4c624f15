"""The offline bundle: how large it is, and how long it takes to install where there is no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from benchmarks.table import Row, print_table

ROOT = Path(__file__).parents[1]
LARGEST, LONGEST = 150.0, 120.0
QUESTION = "How do I reduce overshoot of a PID controller?"


def run() -> list[Row]:
    """Make it, install it for each Python that is here, and ask it something."""
    with tempfile.TemporaryDirectory(prefix="rubin-bench-") as name:
        place = Path(name)
        subprocess.run([sys.executable, str(ROOT / "bundle/make.py"), "--out", name], check=True)
        archive = next(place.glob("*.tar"))
        size = archive.stat().st_size / 1e6
        with tarfile.open(archive) as tar:
            tar.extractall(place, filter="data")
        folder = archive.with_suffix("")
        return [
            Row("bundle", size, LARGEST, "MB", size <= LARGEST),
            *(_installed(folder, place, python) for python in _pythons()),
        ]


def _pythons() -> list[str]:
    found = [path for version in ("3.11", "3.12", "3.13") if (path := _python(version)) is not None]
    return found or [sys.executable]


def _python(version: str) -> str | None:
    own = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(own[-1]) if own else shutil.which(f"python{version}")


def _installed(folder: Path, place: Path, python: str) -> Row:
    prefix = place / "installed"
    shutil.rmtree(prefix, ignore_errors=True)
    offline = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    began = time.perf_counter()
    script = ["sh", str(folder / "install.sh"), "--prefix", str(prefix), "--python", python]
    done = subprocess.run([*offline, *script], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    environ = {**os.environ, "RUBIN_HOME": str(place / "home"), "LANG": "en_US.UTF-8"}
    asked = subprocess.run(
        [*offline, str(prefix / "bin" / "rubin"), "ask", QUESTION],
        capture_output=True,
        text=True,
        env=environ,
        cwd=place,
        check=False,
    )
    works = done.returncode == 0 and "found" in asked.stdout
    if not works:
        print(done.stderr, asked.stderr, file=sys.stderr)
    version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return Row(
        f"bundle installed without a network, {version}", seconds, LONGEST, "s", works and seconds <= LONGEST
    )


if __name__ == "__main__":
    print_table(run())
