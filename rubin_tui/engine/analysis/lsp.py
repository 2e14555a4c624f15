"""A client of one living language server over its standard input and output (LSP 3.17, JSON-RPC 2.0).

Only what diagnostics by request need. A server that dies, hangs or sends what is no LSP is gone
(`ServerGone`).
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

from rubin_tui.engine.analysis.lines import Unit
from rubin_tui.engine.jobs import ProgramMissing, end_program, start_program

_UNITS: dict[str, Unit] = {"utf-32": "characters", "utf-16": "utf-16", "utf-8": "utf-8"}
_LONGEST_FRAME = 100_000_000
_LONGEST_HEADER = 4096
_MOST_COMPLAINTS = 10


class ServerGone(Exception):
    """The server is no more, or is none."""


class LanguageServer:
    """One server process, started and greeted. One request at a time; safe to use from several threads.

    `unit` is what its columns count. `complaints` are the first error messages it has shown.
    """

    def __init__(
        self, command: Sequence[str], *, folder: Path, settings: object, language: str, seconds: float
    ) -> None:
        """Start the server on a workspace folder.

        Raises:
            ServerGone: it does not start or does not answer within `seconds`.
        """
        self._language = language
        self._lock = threading.Lock()
        self._last = 0
        self._versions: dict[str, int] = {}
        self.complaints: list[str] = []
        try:
            self._process = start_program(command, folder=folder)
        except ProgramMissing as missing:
            raise ServerGone(str(missing)) from missing
        self._out = cast(IO[bytes], self._process.stdin)
        self._in = cast(IO[bytes], self._process.stdout)
        try:
            with self._deadline(seconds):
                told = self._ask("initialize", _greeting(folder, settings))
                self.unit: Unit = _UNITS[told["capabilities"].get("positionEncoding", "utf-16")]
                self.version = str(told.get("serverInfo", {}).get("version", ""))
                self._write({"method": "initialized", "params": {}})
        except (KeyError, TypeError, AttributeError) as error:
            self.close()
            raise ServerGone(f"no language server: {error!r}") from error
        except ServerGone:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def diagnostics(self, uri: str, text: str, seconds: float) -> list[dict[str, Any]]:
        """What the server says about a text, as it sends it.

        Raises:
            ServerGone: no answer within `seconds`; the server is no more.
        """
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no JSON to most readers
        with self._lock:
            version = self._versions.get(uri, 0) + 1
            self._versions[uri] = version
            document: dict[str, Any] = {"uri": uri, "version": version}
            if version == 1:
                document |= {"languageId": self._language, "text": text}
                opened = {"method": "textDocument/didOpen", "params": {"textDocument": document}}
            else:
                changes = {"textDocument": document, "contentChanges": [{"text": text}]}
                opened = {"method": "textDocument/didChange", "params": changes}
            with self._deadline(seconds):
                self._write(opened)
                told = self._ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        items = told.get("items") if isinstance(told, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise ServerGone("no list of diagnostics")
        return items

    def forget(self, uri: str) -> None:
        """Close a text the server was shown."""
        with self._lock:
            if self._versions.pop(uri, None) is not None:
                params = {"textDocument": {"uri": uri}}
                with (
                    contextlib.suppress(ServerGone),
                    self._deadline(1.0),
                ):  # gone, it has forgotten everything
                    self._write({"method": "textDocument/didClose", "params": params})

    def close(self) -> None:
        """End the process. May be called twice, and from another thread while one waits for an answer."""
        self._process.kill()
        end_program(self._process)
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._in.close()

    def _ask(self, method: str, params: object) -> Any:
        self._last += 1
        self._write({"id": self._last, "method": method, "params": params})
        while True:
            told = self._read()
            if told.get("id") == self._last and "method" not in told:
                if "error" in told:
                    raise ServerGone(f"{method}: {told['error']}")
                return told.get("result")
            if "id" in told and "method" in told:  # it asks us something: we have nothing to say
                self._write({"id": told["id"], "result": None})
            elif told.get("method") == "window/showMessage":
                params_told = told.get("params")
                if isinstance(params_told, dict) and params_told.get("type") == 1:
                    self.complaints = [*self.complaints, str(params_told.get("message", ""))]
                    del self.complaints[_MOST_COMPLAINTS:]

    @contextlib.contextmanager
    def _deadline(self, seconds: float) -> Any:
        """A server that has not answered in time is killed: what waits for its pipe then wakes up."""
        timer = threading.Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, ValueError, AttributeError, RecursionError) as error:
            raise ServerGone(str(error)) from error
        finally:
            timer.cancel()

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode("ascii")
        self._out.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._out.flush()

    def _read(self) -> dict[str, Any]:
        length = -1
        while (line := self._in.readline(_LONGEST_HEADER)) != b"\r\n":
            if not line.endswith(b"\r\n"):
                raise ServerGone("the server ended" if not line else "no LSP header")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not 0 <= length <= _LONGEST_FRAME:
            raise ServerGone("a frame without a length, or too long")
        body = self._in.read(length)
        if len(body) != length:
            raise ServerGone("the server ended")
        told = json.loads(body)
        if not isinstance(told, dict):
            raise ServerGone("no JSON-RPC")
        return told


def _greeting(folder: Path, settings: object) -> dict[str, Any]:
    uri = folder.as_uri()
    return {
        "processId": None,
        "rootUri": uri,
        "workspaceFolders": [{"uri": uri, "name": folder.name}],
        "capabilities": {
            "general": {"positionEncodings": ["utf-32", "utf-16"]},
            "textDocument": {"diagnostic": {}},
            "workspace": {"workspaceFolders": True},
        },
        "initializationOptions": settings,
    }
