"""Faults: a text in a file and what takes its place. Those of a room are in faults/ROOM.toml."""

import hashlib
import os
import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Fault:
    def __init__(self, room, entry):
        self.name, self.room, self.path = f"{room}/{entry['name']}", room, entry["file"]
        self.old, self.new, self.tests = entry["old"], entry["new"], entry["tests"]
        # Why no test can notice it; such a fault is not tried.
        self.reason = entry.get("unnoticed")
        # Why it cannot be chosen at run time, though it is in a body or a value; it gets a build of its own.
        self.own_build = entry.get("own_build")

    def problem(self, root):
        """Why it cannot be put into the code, or None."""
        file = root / self.path
        if not file.is_file():
            return f"there is no {self.path}"
        count = file.read_text().count(self.old)
        if count != 1:
            return f"its text occurs {count} times in {self.path}"
        if self.old == self.new:
            return "it changes nothing"
        missing = [test for test in self.tests if not (root / "Tests" / test.split(".")[0]).is_dir()]
        return f"there are no tests {missing[0]}" if missing else None

    def put(self, text):
        return text.replace(self.old, self.new)

    def change(self, text):
        """Where the change begins and ends, without what `old` and `new` share, and what is there instead."""
        before = len(os.path.commonprefix([self.old, self.new]))
        old, new = self.old[before:], self.new[before:]
        after = len(os.path.commonprefix([old[::-1], new[::-1]]))
        start = text.index(self.old) + before
        return start, start + len(old) - after, new[: len(new) - after]

    def stamp(self, files):
        """What the result depends on, as far as one looks: the fault, its file, and the tests.

        - Parameter files: The tree's, as bytes by path.
        """
        folders = tuple(f"Tests/{test.split('.')[0]}/" for test in self.tests)
        digest = hashlib.sha256("\0".join([self.old, self.new, *self.tests]).encode())
        tests = sorted(path for path in files if path.startswith(folders) and path.endswith(".swift"))
        for path in [self.path, *tests]:
            digest.update(files[path])
        return digest.hexdigest()[:16]


def faults():
    return [
        Fault(file.stem, entry) for file in sorted((ROOT / "Tests/Mutants/faults").glob("*.toml"))
        for entry in tomllib.loads(file.read_text())["fault"]]
