"""`make bundle`: one archive that installs Rubin where there is no network.

It holds a wheel of everything Rubin needs for Linux x86_64 and Python 3.11, 3.12 and 3.13, each file once,
and `install.sh`. What comes only as source is built into a wheel here. Nothing in it says where it came from.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (
    "manylinux_2_28_x86_64",
    "manylinux_2_27_x86_64",
    "manylinux_2_17_x86_64",
    "manylinux2014_x86_64",
)
"""Wheels for the C library of Debian 11, Ubuntu 20.04, RHEL 8 and later; not that of the building machine."""
SOURCES = ("Whoosh",)
"""What may be published as source only; none of them compiles anything, so one wheel fits every Python."""
LIMIT = 150_000_000
INSTALLER = ("pip",)
"""Comes along: systems that split their Python leave it out."""


def main(arguments: list[str]) -> int:
    """Make the archive; returns 1 when it is larger than it may be."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "dist")
    chosen = options.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rubin-bundle-") as place:
        wheels = Path(place, "wheels")
        wheels.mkdir()
        rubin = _wheel_of_rubin(wheels)
        _build_sources(wheels)
        for version in PYTHONS:
            _fetch(version, wheels, rubin)
        archive = pack(wheels, chosen.out, rubin.name.split("-")[1])
        count = len(list(wheels.iterdir()))
    size = archive.stat().st_size
    print(f"{archive}: {size / 1e6:.1f} MB, {count} wheels, {time.monotonic() - began:.0f} s")
    if size > LIMIT:
        print(f"larger than {LIMIT / 1e6:.0f} MB", file=sys.stderr)
        return 1
    return 0


def pack(wheels: Path, out: Path, version: str) -> Path:
    """The archive of these wheels and what installs them, without owners and times of this machine."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"rubin-{version}-linux-x86_64"
    archive = out / f"{name}.tar"
    files = [(f"wheels/{path.name}", path.read_bytes()) for path in sorted(wheels.iterdir())]
    files.append(("install.sh", (HERE / "install.sh").read_bytes()))
    files.append(("constraints.txt", (ROOT / "constraints.txt").read_bytes()))
    files += [(path.name, path.read_bytes()) for path in (ROOT / "LICENSE", ROOT / "docs" / "OFFLINE.md")]
    files.append(("SHA256SUMS", sums(files)))
    beside = archive.with_suffix(".new")
    with tarfile.open(beside, "w", format=tarfile.PAX_FORMAT) as tar:
        for path, content in files:
            tar.addfile(*_member(f"{name}/{path}", content))
    beside.replace(archive)
    return archive


def sums(files: Iterable[tuple[str, bytes]]) -> bytes:
    """What `sha256sum -c` checks."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files).encode()


def interpreters(version: str) -> Iterator[str]:
    """Where Python of a version may be."""
    if found := shutil.which(f"python{version}"):
        yield found
    for folder in sorted(Path.home().glob(f".pyenv/versions/{version}.*"), reverse=True):
        if (path := folder / "bin" / "python").exists():
            yield str(path)


def _member(path: str, content: bytes) -> tuple[tarfile.TarInfo, io.BytesIO]:
    member = tarfile.TarInfo(path)
    member.size = len(content)
    member.mode = 0o755 if path.endswith(".sh") else 0o644
    return member, io.BytesIO(content)


def _build_sources(wheels: Path) -> None:
    """Built once here, and found beside the wheels that are fetched."""
    exact = {line.partition("==")[0]: line for line in _lines(ROOT / "constraints.txt")}
    for name in SOURCES:
        _pip(sys.executable, "wheel", "--no-deps", "-w", str(wheels), exact[name])


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if "==" in line]


def _wheel_of_rubin(wheels: Path) -> Path:
    _pip(sys.executable, "wheel", "--no-deps", "-w", str(wheels), str(ROOT))
    return next(wheels.glob("rubin_tui-*.whl"))


def _fetch(version: str, wheels: Path, rubin: Path) -> None:
    """The wheels for one Python. Its own pip knows best which it needs; without that Python ours is told."""
    wanted = [str(rubin), *INSTALLER]
    common = ["-c", str(ROOT / "constraints.txt"), "-d", str(wheels), "--find-links", str(wheels), *wanted]
    target = [
        *("--only-binary", ":all:", "--implementation", "cp", "--python-version", version),
        *("--abi", f"cp{version.replace('.', '')}", "--abi", "abi3", "--abi", "none"),
        *(part for platform in PLATFORMS for part in ("--platform", platform)),
    ]
    python = next(_with_pip(version), None)
    if python is None:
        print(f"no Python {version} here: its wheels are chosen by {sys.version.split()[0]}", file=sys.stderr)
    _pip(python or sys.executable, "download", *target, *common)


def _with_pip(version: str) -> Iterator[str]:
    for python in interpreters(version):
        done = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
        if done.returncode == 0:
            yield python


def _pip(python: str, *arguments: str) -> None:
    environ = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run([python, "-m", "pip", arguments[0], "-q", *arguments[1:]], check=True, env=environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
