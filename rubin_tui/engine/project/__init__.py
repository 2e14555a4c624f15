"""The files of a project: looked at, named, moved, thrown away and brought back, searched."""

from rubin_tui.engine.project.files import ProjectFiles as ProjectFiles
from rubin_tui.engine.project.paths import Hit as Hit
from rubin_tui.engine.project.paths import PathIndex as PathIndex
from rubin_tui.engine.project.watching import TreeWatch as TreeWatch
