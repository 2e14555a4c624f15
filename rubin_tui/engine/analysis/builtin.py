"""The analyzers and providers Rubin comes with."""

from __future__ import annotations

from collections.abc import Iterator

from rubin_tui.engine.analysis.analyzers import Analyzer
from rubin_tui.engine.analysis.cppcheck import Cppcheck
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.ini_check import IniCheck
from rubin_tui.engine.analysis.json_check import JsonCheck
from rubin_tui.engine.analysis.oxlint import Oxlint
from rubin_tui.engine.analysis.providers import Provider
from rubin_tui.engine.analysis.ruff import RuffAnalyzer
from rubin_tui.engine.analysis.shellcheck import Shellcheck
from rubin_tui.engine.analysis.st_check import StCheck
from rubin_tui.engine.analysis.st_navigation import StNavigation
from rubin_tui.engine.analysis.st_outline import StOutline
from rubin_tui.engine.analysis.st_rules import StRules
from rubin_tui.engine.analysis.st_shape import StShape
from rubin_tui.engine.analysis.structure import StructureCheck
from rubin_tui.engine.analysis.toml_check import TomlCheck
from rubin_tui.engine.analysis.xml_check import XmlCheck
from rubin_tui.engine.analysis.yaml_check import YamlCheck


def built_in(trees: Trees | None = None, rules: StRules | None = None) -> Iterator[Analyzer]:
    """One of each; `trees` and `rules` are those that others ask, too."""
    trees = trees or Trees()
    yield from (RuffAnalyzer(), JsonCheck(), TomlCheck(), YamlCheck(), XmlCheck(), IniCheck())
    rules = rules or StRules(trees)
    yield from (StCheck(trees), rules, StShape(trees))
    yield from (Cppcheck(), Shellcheck(), Oxlint(), StructureCheck())


def built_in_providers(trees: Trees | None = None, rules: StRules | None = None) -> Iterator[Provider]:
    """One of each."""
    trees = trees or Trees()
    yield StOutline(trees)
    yield StNavigation(trees, rules or StRules(trees))
