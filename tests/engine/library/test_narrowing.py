"""Scope and actor as facets an index understands."""

from __future__ import annotations

import pytest

from rubin_tui.engine.library.indexing import facets_of
from rubin_tui.engine.library.narrowing import NOTHING, filters_of
from rubin_tui.engine.model import LOCAL, Scope
from tests.engine.store.samples import a_document

SEEN = ("owner:local", "origin:rubin")


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        (Scope(), ("origin:user", "origin:rubin", "origin:note")),
        (Scope(projects=("fld_1",)), ("origin:user", "origin:rubin", "origin:note", "folder:fld_1")),
        (Scope(origins=("user", "note"), projects=("fld_1",)), ("origin:user", "origin:note")),
        (Scope(origins=("project",), projects=("fld_1", "fld_2")), ("folder:fld_1", "folder:fld_2")),
        (Scope(origins=("project",)), NOTHING),
    ],
)
def test_a_project_is_seen_only_by_its_folder(scope: Scope, inside: tuple[str, ...]) -> None:
    assert filters_of(scope, LOCAL) == (SEEN, inside)


def test_the_facets_of_an_entry_name_its_folder() -> None:
    facets = facets_of(a_document(origin="project", folder_id="fld_1"), "local")
    assert {"origin:project", "folder:fld_1", "owner:local"} <= set(facets)
    assert not any(facet.startswith("folder:") for facet in facets_of(a_document(), "local"))
