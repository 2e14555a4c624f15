#!/usr/bin/env python3
# ruff: noqa: B905, PTH109, PTH118, PTH119, PTH123, PTH208, RUF046, SIM105
"""Measure what a terminal program feels like: start-up, key latency, bytes, idle cost.

The program runs in a pseudo-terminal (120x40 unless told). A small terminal
emulator (pyte, from PyPI) decides when a key press has become *visible*; time
stamps are taken when bytes arrive, before they are parsed, so the cost of the
emulator is not counted. Terminal queries (DA1/2/3, DSR/CPR, DECRQM, XTVERSION,
OSC colours, XTGETTCAP, DECRQSS, window size, kitty keyboard) are answered, so
programs do not wait for a terminal that never speaks.

  one program:   tui_latency.py -- nano big.py
  many, ratios:  tui_latency.py --suite suite.json --rounds 3 --json out.json
  look at it:    tui_latency.py --dump -- python -m rubin_tui

suite.json: [{"name": "bare", "argv": [...], "cwd": "", "env": {}, "setup":
["<wait:300>", "<ctrl+e>"], "newline_every": 40, "type": 200, "nav": 20,
"nav_key": "<pagedown>", "pre_nav": [...], "copy": "big.py"}]
The first entry is the base of the ratios. Rounds are interleaved over programs;
the table gives the median over rounds. Report ratios, not milliseconds.

Limits: Linux (/proc). pyte has one screen buffer, no wide-character reflow.
"Visible" = a cell that did not hold the typed character now holds it; spaces and
newlines are typed and their bytes counted, but give no latency sample.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import random
import re
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field
from typing import Any

import pyte

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "esc": "\x1b",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "shift+tab": "\x1b[Z",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    **{
        f"f{n}": s
        for n, s in enumerate(
            [
                "\x1bOP",
                "\x1bOQ",
                "\x1bOR",
                "\x1bOS",
                "\x1b[15~",
                "\x1b[17~",
                "\x1b[18~",
                "\x1b[19~",
                "\x1b[20~",
                "\x1b[21~",
                "\x1b[23~",
                "\x1b[24~",
            ],
            1,
        )
    },
}

# One terminal token: string controls, CSI, charset selection, two-byte escape.
TOKEN = re.compile(
    rb"\x1b(?P<kind>[P_^X\]])(?P<body>[^\x1b\x07]*(?:\x1b(?!\\)[^\x1b\x07]*)*)(?:\x1b\\|\x07)"
    rb"|\x1b\[(?P<priv>[<=>?]?)(?P<par>[0-9:;]*)(?P<inter>[ -/]*)(?P<fin>[@-~])"
    rb"|\x1b[ #%()*+\-./][0-~]|\x1b[0-Z\\^-~]",
    re.S,
)


def decode_key(spec: str) -> bytes:
    """'<ctrl+e>', '<alt+x>', '<f2>', '<pagedown>' or literal text -> bytes."""
    out = ""
    for part in re.findall(r"<[a-z0-9+]+>|.", spec, re.S):
        name = part[1:-1] if part.startswith("<") and len(part) > 2 else None
        if name is None:
            out += part
        elif name in KEYS:
            out += KEYS[name]
        elif name.startswith("ctrl+") and len(name) == 6:
            out += chr(ord(name[-1].upper()) & 0x1F)
        elif name.startswith("alt+"):
            out += "\x1b" + name[4:]
        else:
            raise ValueError(f"unknown key {part!r}")
    return out.encode()


class Terminal:
    """pyte screen behind a filter that answers queries and hides what pyte cannot parse."""

    def __init__(self, cols: int, rows: int, kitty: bool, sync: bool) -> None:
        self.cols, self.rows, self.kitty, self.sync = cols, rows, kitty, sync
        self.screen = pyte.Screen(cols, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.carry = b""
        self.replies: list[bytes] = []
        self.last = b" "
        self.osc52 = 0

    def feed(self, data: bytes) -> None:
        data = self.carry + data
        self.carry = b""
        pos = 0
        while pos < len(data):
            esc = data.find(b"\x1b", pos)
            if esc < 0:
                self._text(data[pos:])
                return
            if esc > pos:
                self._text(data[pos:esc])
            match = TOKEN.match(data, esc)
            if match is None:
                if len(data) - esc < 65536:
                    self.carry = data[esc:]
                    return
                pos = esc + 1  # garbage: drop the escape
                continue
            self._token(match)
            pos = match.end()

    def _safe(self, data: bytes) -> None:
        """Feed pyte; a sequence it chokes on is dropped and its parser restarted."""
        try:
            self.stream.feed(data)
        except Exception:  # noqa: BLE001
            self.stream = pyte.ByteStream(self.screen)

    def _text(self, text: bytes) -> None:
        self._safe(text)
        if text and text[-1] >= 32:
            self.last = text[-1:]

    def _token(self, m: re.Match[bytes]) -> None:
        raw, kind, final = m.group(0), m["kind"], m["fin"]
        if kind is not None:
            self._string(kind, m["body"])
            return
        if final is None:
            if raw[1:2] not in b"=>\\" and not (len(raw) == 3 and raw[1:2] in b" %()*+-./"):
                self._safe(raw)
            return
        priv, par, inter = m["priv"], m["par"], m["inter"]
        first = int(re.match(rb"\d+", par)[0]) if re.match(rb"\d+", par) else 0
        reply = self.replies.append
        if final == b"c" and not inter:
            reply(
                {b"": b"\x1b[?62;22c", b">": b"\x1b[>1;10;0c", b"=": b"\x1bP!|00000000\x1b\\"}.get(priv, b"")
            )
        elif final == b"n" and not inter:
            if first == 5:
                reply(b"\x1b[0n")
            elif first == 6:
                c = self.screen.cursor
                reply(b"\x1b[%s%d;%dR" % (priv, c.y + 1, min(c.x, self.cols - 1) + 1))
        elif final == b"p" and inter == b"$":
            state = (
                2
                if first in (1, 7, 25, 1000, 1002, 1003, 1006, 1049, 2004) or (first == 2026 and self.sync)
                else 0
            )
            reply(b"\x1b[%s%d;%d$y" % (priv, first, state))
        elif final == b"q" and priv == b">":
            reply(b"\x1bP>|tui_latency 1\x1b\\")
        elif final == b"u" and priv:
            if priv == b"?" and self.kitty:
                reply(b"\x1b[?0u")
        elif final == b"t":
            sizes = {14: (4, self.rows * 16, self.cols * 8), 16: (6, 16, 8), 18: (8, self.rows, self.cols)}
            if first in sizes:
                reply(b"\x1b[%d;%d;%dt" % sizes[first])
        elif final == b"b" and not priv:
            self._safe(self.last * min(first or 1, self.cols))
        elif final in b"ST" and not priv and not inter:
            self._scroll(first or 1, up=final == b"S")
        elif inter or priv in (b"<", b"=", b">") or (priv == b"?" and final not in b"hlJK"):
            return
        elif priv == b"?" and final in b"JK":
            self._safe(b"\x1b[" + par + final)
        elif final in b"su" and not priv:
            (self.screen.save_cursor if final == b"s" else self.screen.restore_cursor)()
        elif final == b"m" and b":" in par:
            self._safe(b"\x1b[" + re.sub(rb":\d*", b"", par) + b"m")
        else:
            self._safe(raw)

    def _scroll(self, lines: int, up: bool) -> None:
        top, bottom = self.screen.margins or (0, self.rows - 1)
        self.screen.save_cursor()
        self.screen.cursor.y = bottom if up else top
        for _ in range(min(lines, self.rows)):
            (self.screen.index if up else self.screen.reverse_index)()
        self.screen.restore_cursor()

    def _string(self, kind: bytes, body: bytes) -> None:
        reply = self.replies.append
        if kind == b"]":
            m = re.match(rb"(1[0-9]|4;\d+);\?$", body)
            if m:
                dark = m[1] in (b"11", b"17")
                reply(b"\x1b]%s;rgb:%s\x1b\\" % (m[1], b"1c1c/1c1c/1c1c" if dark else b"d0d0/d0d0/d0d0"))
            elif body.startswith(b"52;"):
                self.osc52 += 1
        elif kind == b"P" and body.startswith(b"+q"):
            reply(b"\x1bP0+r\x1b\\")
        elif kind == b"P" and body.startswith(b"$q"):
            reply(b"\x1bP0$r\x1b\\")
        elif kind == b"_" and body.startswith(b"G") and b"a=q" in body:
            reply(b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\")

    def text(self) -> list[str]:
        return list(self.screen.display)

    def painted(self) -> int:
        """Cells that hold something: a character, or a background of their own."""
        return sum(
            1
            for row in self.screen.buffer.values()
            for cell in row.values()
            if cell.data.strip() or cell.bg != "default" or cell.reverse
        )


def shows(before: list[str], after: list[str], char: str) -> bool:
    """Does some cell hold `char` that did not hold it before?"""
    for old, new in zip(before, after):
        if old != new and any(b == char and a != char for a, b in zip(old, new)):
            return True
    return False


@dataclass
class Result:
    name: str
    first_paint: float | None = None
    quiet: float | None = None
    start_bytes: int = 0
    keys: list[float] = field(default_factory=list)
    keys_sent: int = 0
    key_bytes: list[int] = field(default_factory=list)
    burst: float | None = None
    burst_bytes: int = 0
    nav: list[float] = field(default_factory=list)
    nav_bytes: list[int] = field(default_factory=list)
    idle_cpu: float = 0.0
    idle_bytes: float = 0.0
    peak_rss: float = 0.0
    processes: int = 0
    timeout: float = 0.0
    note: str = ""
    screen: str = ""


class Session:
    def __init__(self, spec: dict[str, Any], opts: argparse.Namespace) -> None:
        self.spec, self.opts = spec, opts
        self.term = Terminal(opts.cols, opts.rows, opts.kitty, not opts.no_sync)
        self.home = tempfile.mkdtemp(prefix="tui-latency-")
        self.total = 0
        self.alive = True

    def start(self) -> float:
        env = {
            k: v
            for k, v in os.environ.items()
            if k in ("PATH", "LANG", "LC_ALL", "USER", "LOGNAME", "TMPDIR")
        }
        env.update(
            TERM="xterm-256color",
            COLORTERM="truecolor",
            LANG=env.get("LANG", "C.UTF-8"),
            HOME=self.home,
            XDG_CONFIG_HOME=self.home + "/.config",
            XDG_DATA_HOME=self.home + "/.local/share",
            XDG_CACHE_HOME=self.home + "/.cache",
            SHELL="/bin/sh",
        )
        env.update(self.spec.get("env", {}))
        argv = list(self.spec["argv"])
        if self.spec.get("copy"):  # edit a private copy
            target = os.path.join(self.home, os.path.basename(self.spec["copy"]))
            shutil.copy(self.spec["copy"], target)
            argv = [target if a == "{file}" else a for a in argv]
        cwd = self.spec.get("cwd") or self.home
        began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd)
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", self.opts.rows, self.opts.cols, 0, 0))
                os.execvpe(argv[0], argv, env)
            except BaseException as error:  # noqa: BLE001
                os.write(2, f"exec failed: {error}".encode())
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", self.opts.rows, self.opts.cols, 0, 0))
        return began

    def write(self, data: bytes) -> None:
        try:
            os.write(self.fd, data)
        except OSError:
            self.alive = False

    def read(self, timeout: float) -> tuple[float, bytes] | None:
        """One chunk with its arrival time, or None when `timeout` passed."""
        if not self.alive:
            time.sleep(min(timeout, 0.01))
            return None
        ready, _, _ = select.select([self.fd], [], [], max(timeout, 0))
        if not ready:
            return None
        now = time.perf_counter()
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self.alive = False
            return None
        self.total += len(data)
        return now, data

    def feed(self, data: bytes) -> None:
        self.term.feed(data)
        for reply in self.term.replies:
            self.write(reply)
        self.term.replies.clear()

    def drain(self, seconds: float) -> int:
        end, start = time.perf_counter() + seconds, self.total
        while (left := end - time.perf_counter()) > 0 and self.alive:
            if chunk := self.read(left):
                self.feed(chunk[1])
        return self.total - start

    def until_quiet(self, began: float, gap: float, limit: float) -> tuple[float | None, float]:
        """(first painted frame, last change of the characters) in seconds since `began`."""
        first = None
        last, shown = began, self.term.text()
        while time.perf_counter() - last < gap and time.perf_counter() - began < limit and self.alive:
            chunk = self.read(0.02)
            if chunk is None:
                if first is None:  # nothing painted yet: keep waiting
                    last = (
                        max(last, time.perf_counter() - gap / 2)
                        if time.perf_counter() - began < limit
                        else last
                    )
                continue
            self.feed(chunk[1])
            if first is None and self.term.painted() >= 100:
                first = chunk[0] - began
            now_shown = self.term.text()
            if now_shown != shown:
                last, shown = chunk[0], now_shown
        return first, last - began

    def press(self, key: bytes, char: str | None, settle: float, timeout: float) -> tuple[float | None, int]:
        """Send one key; (latency until visible, bytes until the program fell silent)."""
        before, start = self.term.text(), self.total
        sent = time.perf_counter()
        self.write(key)
        found, last = None, sent
        while self.alive:
            now = time.perf_counter()
            if now - sent > timeout or (
                (found is not None or char is None) and now - last > settle and now - sent > self.opts.pace
            ):
                break
            chunk = self.read(0.004)
            if chunk is None:
                continue
            last = chunk[0]
            self.feed(chunk[1])
            if found is None:
                after = self.term.text()
                if (char == "any" and after != before) or (
                    char not in (None, "any") and shows(before, after, char)
                ):
                    found = chunk[0] - sent
        return found, self.total - start

    def group(self) -> list[int]:
        pids = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open(f"/proc/{name}/stat") as handle:
                        rest = handle.read().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                if int(rest[3]) == self.pid:  # session id: pty.fork() made a session
                    pids.append(int(name))
        return pids

    def cpu(self) -> float:
        total = 0.0
        for pid in self.group():
            try:
                with open(f"/proc/{pid}/stat") as handle:
                    rest = handle.read().rsplit(")", 1)[1].split()
                total += (int(rest[11]) + int(rest[12])) / CLOCK_TICKS
            except OSError:
                pass
        return total

    def rss_peak(self) -> float:
        total = 0
        for pid in self.group():
            try:
                with open(f"/proc/{pid}/status") as handle:
                    m = re.search(r"VmHWM:\s+(\d+)", handle.read())
                total += int(m[1]) if m else 0
            except OSError:
                pass
        return total / 1024

    def stop(self) -> None:
        for sig in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            for pid in self.group():
                try:
                    os.kill(pid, sig)
                except OSError:
                    pass
            end = time.time() + 0.5
            while time.time() < end and self.group():
                if self.alive:
                    self.read(0.05)
                try:
                    os.waitpid(self.pid, os.WNOHANG)
                except OSError:
                    break
            if not self.group():
                break
        try:
            os.waitpid(self.pid, os.WNOHANG)
        except OSError:
            pass
        os.close(self.fd)
        shutil.rmtree(self.home, ignore_errors=True)


def sample_text(count: int, seed: int = 7) -> str:
    """Letters in short words; no two equal neighbours, so every press is visible."""
    rng, out = random.Random(seed), []
    while len(out) < count:
        if out and len(out) % 7 == 6:
            out.append(" ")
            continue
        char = rng.choice("abcdefghijklmnopqrstuvwxyz")
        if not out or out[-1] != char:
            out.append(char)
    return "".join(out)


def measure(spec: dict[str, Any], opts: argparse.Namespace) -> Result:
    result = Result(spec["name"], timeout=opts.timeout)
    session = Session(spec, opts)
    began = session.start()
    try:
        result.first_paint, result.quiet = session.until_quiet(began, opts.gap, opts.limit)
        result.start_bytes = session.total
        if not session.alive:  # what a dying program prints is no first frame
            result.first_paint = result.quiet = None
            result.note = "program ended at start"
            return result
        # idle first: the screen a user sees while doing nothing
        before, tick = session.cpu(), time.perf_counter()
        idle = session.drain(opts.idle)
        elapsed = time.perf_counter() - tick
        result.idle_cpu = 100 * (session.cpu() - before) / elapsed
        result.idle_bytes = idle / elapsed
        for step in spec.get("setup", []):
            if step.startswith("<wait:"):
                session.drain(int(step[6:-1]) / 1000)
            else:
                session.write(decode_key(step))
                session.drain(0.3)
        every = spec.get("newline_every", 0)
        for index, char in enumerate(sample_text(spec.get("type", opts.type))):
            if not session.alive:
                break
            if every and index and index % every == 0:
                session.press(b"\r", None, opts.settle, 0.3)
            found, size = session.press(
                char.encode(), char if char != " " else None, opts.settle, opts.timeout
            )
            result.key_bytes.append(size)
            if char != " ":
                result.keys_sent += 1
                if found is not None:
                    result.keys.append(found)
        if opts.burst and spec.get("burst", True) and session.alive:
            if every:
                session.press(b"\r", None, opts.settle, 0.3)
            start, tick = session.total, time.perf_counter()
            session.write(sample_text(opts.burst, 11).encode())
            _, result.burst = session.until_quiet(tick, 0.6, 15)
            result.burst_bytes = session.total - start
        for step in spec.get("pre_nav", []):
            session.write(decode_key(step))
            session.drain(0.4)
        for _ in range(spec.get("nav", 0)):
            if not session.alive:
                break
            found, size = session.press(
                decode_key(spec.get("nav_key", "<pagedown>")), "any", opts.settle, opts.timeout
            )
            result.nav_bytes.append(size)
            if found is not None:
                result.nav.append(found)
        result.peak_rss, result.processes = session.rss_peak(), len(session.group())
        if not session.alive:
            result.note = "program ended early"
        result.screen = "\n".join(line.rstrip() for line in session.term.text())
    finally:
        session.stop()
    return result


def percentile(values: list[float], q: float) -> float | None:
    if not values:
        return None
    values = sorted(values)
    return values[min(len(values) - 1, int(round(q * (len(values) - 1))))]


COLUMNS = [
    "first_paint_ms",
    "quiet_ms",
    "start_kB",
    "key_p50_ms",
    "key_p95_ms",
    "key_max_ms",
    "B_per_key",
    "burst_ms",
    "burst_kB",
    "nav_p50_ms",
    "nav_p95_ms",
    "B_per_nav",
    "idle_cpu_%",
    "idle_B_s",
    "rss_MiB",
    "seen",
]


def summarise(result: Result) -> dict[str, Any]:
    ms = lambda v: None if v is None else v * 1000  # noqa: E731
    mean = lambda v: statistics.fmean(v) if v else None  # noqa: E731
    # a key whose effect was never seen counts as the full timeout, or slow programs would look fast
    keys = result.keys + [result.timeout] * (result.keys_sent - len(result.keys))
    return {
        "first_paint_ms": ms(result.first_paint),
        "quiet_ms": ms(result.quiet),
        "start_kB": result.start_bytes / 1000,
        "key_p50_ms": ms(percentile(keys, 0.5)),
        "key_p95_ms": ms(percentile(keys, 0.95)),
        "key_max_ms": ms(max(keys, default=None)),
        "B_per_key": mean(result.key_bytes),
        "burst_ms": ms(result.burst),
        "burst_kB": result.burst_bytes / 1000,
        "nav_p50_ms": ms(percentile(result.nav, 0.5)),
        "nav_p95_ms": ms(percentile(result.nav, 0.95)),
        "B_per_nav": mean(result.nav_bytes),
        "idle_cpu_%": result.idle_cpu,
        "idle_B_s": result.idle_bytes,
        "rss_MiB": result.peak_rss,
        "seen": len(result.keys) / result.keys_sent if result.keys_sent else None,
    }


def table(rows: dict[str, dict[str, Any]], base: str, ratios: bool) -> str:
    def cell(name: str, column: str) -> str:
        value, ref = rows[name][column], rows[base][column]
        if value is None:
            return "-"
        if ratios and column not in ("seen", "idle_cpu_%", "idle_B_s"):
            return f"{value / ref:.2f}" if ref else "-"
        return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"

    lines = ["| program | " + " | ".join(COLUMNS) + " |", "|" + "---|" * (len(COLUMNS) + 1)]
    lines += [f"| {name} | " + " | ".join(cell(name, c) for c in COLUMNS) + " |" for name in rows]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--suite", help="JSON list of programs"), add("--only", help="regex of names in the suite")
    (
        add("--name", default="program"),
        add("--setup", action="append", default=[], help="key or <wait:ms>, repeatable"),
    )
    add("--newline-every", type=int, default=0), add("--rounds", type=int, default=1)
    (
        add("--type", type=int, default=200),
        add("--burst", type=int, default=0),
        add("--nav", type=int, default=0),
    )
    add("--cols", type=int, default=120), add("--rows", type=int, default=40)
    add("--gap", type=float, default=1.0, help="quiet: no character changed for this long")
    add("--limit", type=float, default=25.0), add("--idle", type=float, default=5.0)
    (
        add("--settle", type=float, default=0.03),
        add("--pace", type=float, default=0.06, help="least time between keys"),
    )
    (
        add("--timeout", type=float, default=1.5),
        add("--kitty", action="store_true", help="claim the kitty keyboard protocol"),
    )
    add("--no-sync", action="store_true", help="deny synchronized output (mode 2026)")
    add("--json"), add("--dump", action="store_true", help="print the last screen")
    add("argv", nargs="*")
    opts = parser.parse_args()
    if opts.suite:
        with open(opts.suite) as handle:
            suite = [s for s in json.load(handle) if not opts.only or re.search(opts.only, s["name"])]
    elif opts.argv:
        suite = [
            {
                "name": opts.name,
                "argv": opts.argv,
                "setup": opts.setup,
                "newline_every": opts.newline_every,
                "nav": opts.nav,
                "cwd": os.getcwd(),
            }
        ]
    else:
        parser.error("give a program after --, or --suite")
    runs: dict[str, list[dict[str, Any]]] = {s["name"]: [] for s in suite}
    for number in range(opts.rounds):
        for spec in suite:
            result = measure(spec, opts)
            runs[spec["name"]].append(summarise(result))
            print(
                f"round {number + 1} {spec['name']}: {len(result.keys)}/{result.keys_sent} keys seen, "
                f"{result.processes} process(es) {result.note}",
                file=sys.stderr,
            )
            if opts.dump:
                print(result.screen)
    rows = {}
    for name, got in runs.items():
        rows[name] = {
            c: (statistics.median(v) if (v := [g[c] for g in got if g[c] is not None]) else None)
            for c in COLUMNS
        }
    base = suite[0]["name"]
    print(table(rows, base, ratios=False))
    if len(rows) > 1:
        print(f"\nratios to {base} (idle and seen stay absolute)\n" + table(rows, base, ratios=True))
    dead = [name for name, got in runs.items() if any(g["first_paint_ms"] is None for g in got)]
    if dead:
        print("did not stay alive: " + ", ".join(dead), file=sys.stderr)
    if opts.json:
        with open(opts.json, "w") as handle:
            json.dump(
                {
                    "cols": opts.cols,
                    "rows": opts.rows,
                    "rounds": opts.rounds,
                    "base": base,
                    "median": rows,
                    "runs": runs,
                },
                handle,
                indent=1,
            )
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
