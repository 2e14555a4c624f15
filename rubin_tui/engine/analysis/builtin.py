"""The analyzers Rubin comes with."""

from __future__ import annotations

from collections.abc import Iterator

from rubin_tui.engine.analysis.analyzers import Analyzer
from rubin_tui.engine.analysis.cppcheck import Cppcheck
from rubin_tui.engine.analysis.ini_check import IniCheck
from rubin_tui.engine.analysis.json_check import JsonCheck
from rubin_tui.engine.analysis.oxlint import Oxlint
from rubin_tui.engine.analysis.ruff import RuffAnalyzer
from rubin_tui.engine.analysis.shellcheck import Shellcheck
from rubin_tui.engine.analysis.st_check import StCheck
from rubin_tui.engine.analysis.structure import StructureCheck
from rubin_tui.engine.analysis.toml_check import TomlCheck
from rubin_tui.engine.analysis.xml_check import XmlCheck
from rubin_tui.engine.analysis.yaml_check import YamlCheck


def built_in() -> Iterator[Analyzer]:
    """One of each."""
    yield from (RuffAnalyzer(), JsonCheck(), TomlCheck(), YamlCheck(), XmlCheck(), IniCheck())
    yield StCheck()
    yield from (Cppcheck(), Shellcheck(), Oxlint(), StructureCheck())
