"""What a question is asked of: the manuals, and apart from them the open project and the notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rubin_tui.engine.model import Origin, Scope

MANUALS: tuple[Origin, ...] = ("user", "rubin")


@dataclass(frozen=True, slots=True)
class Sources:
    """A scope taken apart, None where it does not reach; `elsewhere` is the project and the notes."""

    manuals: Scope | None
    project: Scope | None
    notes: Scope | None
    elsewhere: Scope | None


def sources_of(scope: Scope) -> Sources:
    """The parts of `scope`; a project belongs to it only by its folder's id."""

    def part(*origins: Origin) -> Scope | None:
        here = tuple(origin for origin in origins if origin in (scope.origins or origins))
        if "project" in here and not scope.projects:
            here = tuple(origin for origin in here if origin != "project")
        projects = scope.projects if "project" in here else ()
        return replace(scope, origins=here, projects=projects) if here else None

    return Sources(part(*MANUALS), part("project"), part("note"), part("project", "note"))
