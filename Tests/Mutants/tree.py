"""The copy of the last commit in which the faults are: .build/mutants/tree, with a build of its own."""

import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

from faults import ROOT
from schemata import Schemata

FOLDER = ROOT / ".build/mutants"
TREE = FOLDER / "tree"
BUILD_SECONDS = 3 * 3600
# Each round takes out all faults that the compiler refuses; what it sees only after those comes in the next one.
ROUNDS = 8
ERROR = re.compile(r"^(/.+?):(\d+):\d+: (?:fatal )?error: .*", re.M)


def committed():
    """Bytes and mode of each file of the last commit, by path. A link is what it leads to."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as entries:
        return {
            entry.name: (entries.extractfile(entry).read(), 0o644 if entry.issym() else entry.mode)
            for entry in entries if not entry.isdir()}


def write(path, content, mode=0o644):
    """Only what differs: the time of a file decides what is compiled again."""
    file = TREE / path
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(mode)


def build():
    """Everything, as `make build-tests` does."""
    output = ""
    # A fault may leave a value unused.
    environment = {name: value for name, value in os.environ.items() if name != "MILLRACE_WARNINGS_AS_ERRORS"}
    for arguments in ([], ["--build-tests"]):
        result = subprocess.run(
            ["nice", "-n", "10", "swift", "build", "-j", "2", "-debug-info-format", "none", "-Xcc", "-O2", *arguments],
            cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            timeout=BUILD_SECONDS)
        output = result.stdout
        if result.returncode:
            return False, output
    return True, output


class Tree:
    def __init__(self, faults):
        self.entries = committed()
        self.texts = {
            path: content.decode() for path, (content, _) in self.entries.items() if path.endswith((".swift", ".c"))}
        self.faults = faults
        # Why a fault has a build of its own, by name.
        self.own = {}
        # Without what the last commit no longer has.
        for folder, folders, names in os.walk(TREE):
            inside = pathlib.Path(folder).relative_to(TREE)
            folders[:] = [name for name in folders if name != ".build"]
            for name in names:
                if str(inside / name) not in self.entries and name != "Package.resolved":
                    (TREE / inside / name).unlink()
        self.schemata = self._write()
        resolved, tools = ROOT / "Package.resolved", TREE / ".build/tools"
        if resolved.is_file():
            write("Package.resolved", resolved.read_bytes())
        tools.parent.mkdir(exist_ok=True)
        if not os.path.lexists(tools):
            tools.symlink_to(ROOT / ".build/tools")

    @property
    def bytes(self):
        """Of each file of the last commit."""
        return {path: content for path, (content, _) in self.entries.items()}

    def _write(self):
        schemata = Schemata(self.texts, [fault for fault in self.faults if fault.name not in self.own])
        self.own.update(schemata.own)
        for path, (content, mode) in self.entries.items():
            write(path, schemata.files[path].text.encode() if path in schemata.files else content, mode)
        return schemata

    def build(self):
        """Builds all faults at once. Those that the compiler refuses get a build of their own."""
        for _ in range(ROUNDS):
            is_built, output = build()
            if is_built:
                return
            refused = {}
            for match in ERROR.finditer(output):
                path = os.path.relpath(match[1], TREE)
                for name in self.schemata.files[path].at(int(match[2])) if path in self.schemata.files else ():
                    refused.setdefault(name, match[0].split("error: ", 1)[1])
            if not refused:
                sys.exit(f"{output[-3000:]}\nThe last commit does not build.")
            for name, error in sorted(refused.items()):
                print(f"{name} gets a build of its own: {error}", flush=True)
            self.own.update(refused)
            self.schemata = self._write()
        sys.exit(f"The compiler still refused faults in round {ROUNDS}.")

    def put(self, fault):
        """Builds one fault that cannot be chosen at run time; its file has no other then.

        - Returns: What the compiler says against it, or None.
        """
        write(fault.path, fault.put(self.entries[fault.path][0].decode()).encode())
        is_built, output = build()
        if is_built:
            return None
        error = ERROR.search(output)
        return error[0].split("error: ", 1)[1] if error else "It does not build."

    def take_back(self, fault):
        path = fault.path
        write(path, self.schemata.files[path].text.encode() if path in self.schemata.files else self.entries[path][0])


def free_space():
    """GB where the build goes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(FOLDER).free / 1e9
