"""What .docx, .xlsx and .pptx have in common: relations between their parts, and the title."""

from __future__ import annotations

from rubin_tui.engine.library.extract.archive import Archive, beside
from rubin_tui.engine.library.extract.markup import tree

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def local(tag: str) -> str:
    """A tag without its name space; "strict" documents have others than those everybody writes."""
    return tag.rpartition("}")[2]


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What `part` refers to: by identifier the kind ("slide", "notesSlide", ...) and the member.

    Raises:
        Failure: as `Archive.read` and `markup.tree`.
    """
    folder, _, name = part.rpartition("/")
    member = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if member not in archive:
        return {}
    found = {}
    for relation in tree(archive.read(member), archive.path):
        if relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = kind, beside(part, relation.get("Target", ""))
    return found


def main_part(archive: Archive, usual: str) -> str:
    """The member that is the document itself: `usual`, or what the package names."""
    if usual in archive:
        return usual
    targets = [member for kind, member in relations(archive, "").values() if kind == "officeDocument"]
    return targets[0] if targets else usual


def relation_id(attributes: dict[str, str]) -> str:
    """The identifier of the relation an element carries, or ""."""
    return attributes.get(RELATION_ID) or attributes.get(_STRICT_RELATION_ID) or ""


def title_of(archive: Archive) -> str:
    """The title the document gives itself, or "".

    Raises:
        Failure: as `Archive.read` and `markup.tree`.
    """
    if "docProps/core.xml" not in archive:
        return ""
    return tree(archive.read("docProps/core.xml"), archive.path).findtext(_TITLE) or ""
