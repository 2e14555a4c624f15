"""The offline bundle: what its archive holds, and what its install script says before it does anything."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

BUNDLE = Path(__file__).parents[1] / "bundle"


@pytest.fixture
def make() -> ModuleType:
    """The script behind `make bundle`."""
    spec = importlib.util.spec_from_file_location("bundle_make", BUNDLE / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def unpacked(make: ModuleType, tmp_path: Path) -> Path:
    """An archive of two files that are no wheels, taken out again."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "b-1.whl").write_bytes(b"second")
    (wheels / "a-1.whl").write_bytes(b"first")
    archive = make.pack(wheels, tmp_path / "dist", "9.9")
    assert archive.name == "rubin-9.9-linux-x86_64.tar"
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "there", filter="data")
        assert {(member.uid, member.uname, member.mtime) for member in tar} == {(0, "", 0)}
    return tmp_path / "there" / "rubin-9.9-linux-x86_64"


def install(folder: Path, *arguments: str, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the install script."""
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "en_US.UTF-8", **environ}
    return subprocess.run(
        ["sh", str(folder / "install.sh"), *arguments], capture_output=True, text=True, env=env, check=False
    )


def test_the_archive_holds_each_wheel_its_sums_and_the_script(unpacked: Path) -> None:
    names = sorted(str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file())
    assert names == [
        "LICENSE",
        "OFFLINE.md",
        "SHA256SUMS",
        "constraints.txt",
        "install.sh",
        "wheels/a-1.whl",
        "wheels/b-1.whl",
    ]
    sums = dict(line.split("  ")[::-1] for line in (unpacked / "SHA256SUMS").read_text().splitlines())
    assert sums["wheels/a-1.whl"] == hashlib.sha256(b"first").hexdigest()
    assert set(sums) == set(names) - {"SHA256SUMS"}


def test_a_damaged_bundle_is_not_installed(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "wheels" / "a-1.whl").write_bytes(b"other")
    done = install(unpacked, "--python", sys.executable, home=tmp_path / "home")
    assert done.returncode == 2
    assert "The bundle is damaged: copy the archive again." in done.stderr
    assert not (tmp_path / "home" / ".local").exists()


def test_a_python_that_does_not_fit_is_named(unpacked: Path, tmp_path: Path) -> None:
    done = install(unpacked, "--python", "/bin/true-ish", home=tmp_path, LANG="ru_RU.UTF-8")
    assert (done.returncode, done.stderr) == (2, "/bin/true-ish — не Python 3.11, 3.12 или 3.13.\n")


def test_an_unknown_option_is_refused(unpacked: Path, tmp_path: Path) -> None:
    done = install(unpacked, "--prefx", "x", home=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Unknown option: --prefx.")


def test_a_failed_update_leaves_what_was_installed(unpacked: Path, tmp_path: Path) -> None:
    """No wheel of the archive is one, so pip fails after the environment was made."""
    (unpacked / "wheels" / "a-1.whl").unlink()
    with zipfile.ZipFile(unpacked / "wheels" / "pip-0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("pip/__init__.py", "")
        wheel.writestr("pip/__main__.py", "raise SystemExit(7)")
    (unpacked / "SHA256SUMS").write_text("")
    (tmp_path / "p" / "venv").mkdir(parents=True)
    (tmp_path / "p" / "venv" / "old").write_text("stays")
    path = tmp_path / "path"
    path.mkdir()
    (path / "sha256sum").write_text("#!/bin/sh\nexit 0\n")
    (path / "sha256sum").chmod(0o755)
    done = install(
        unpacked, "--prefix", str(tmp_path / "p"), "--python", sys.executable, home=tmp_path,
        PATH=f"{path}:{os.environ['PATH']}",
    )  # fmt: skip
    assert done.returncode == 7
    assert (tmp_path / "p" / "venv" / "old").read_text() == "stays"
    assert not (tmp_path / "p" / "bin" / "rubin").exists()
