"""On what kind of file system a path stands."""

from __future__ import annotations

import os
from pathlib import Path

_SHARED = frozenset((
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs", "glusterfs",
    "vboxsf", "virtiofs", "drvfs",
))  # fmt: skip
"""File systems that other machines write to, of which this one is not told."""


def is_shared(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether others may change files at `path` without this system hearing of it.

    So it is with network file systems and with all that FUSE brings, sshfs among them. Where the system does
    not say what is mounted, it is not.
    """
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return False
    place = os.path.realpath(path)
    best, kind = "", ""
    for line in lines:
        fields, _, rest = line.partition(" - ")
        point = fields.split(" ")[4].encode(errors="surrogateescape").decode("unicode_escape")
        point = point.encode("latin-1", "replace").decode(errors="surrogateescape")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):  # of two at one point the later one is seen
            best, kind = point, rest.split(" ")[0]
    return kind in _SHARED or kind.startswith("fuse")
