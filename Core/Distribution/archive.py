"""Packs the tree of a release: `python3 archive.py ROOT ARCHIVE`. The same tree gives the same bytes.

Times are those of SOURCE_DATE_EPOCH, owners are 0, names are sorted, and gzip keeps no name and no time.
"""

import gzip
import os
import pathlib
import sys
import tarfile


def pack(root, archive):
    moment = int(os.environ["SOURCE_DATE_EPOCH"])

    def plain(member):
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = moment
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with open(archive, "wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=moment) as packed:
        with tarfile.open(mode="w", fileobj=packed, format=tarfile.GNU_FORMAT) as tar:
            for path in [root, *sorted(root.rglob("*"))]:
                tar.add(path, str(path.relative_to(root.parent)), recursive=False, filter=plain)


pack(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
