"""Of what counts as noticed, and of the build's rounds: python3 Tests/Mutants/test_mutants.py"""

import pathlib
import re
import sys
import tempfile
import textwrap
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import mutants
import results
import runs
import tree
from runs import Baseline, Result, judged, pattern
from schemata import WIRES
from test_schemata import fault


class ResultTests(unittest.TestCase):
    def test_runs(self):
        passed = "✔ Test run with 2 tests in 1 suite passed after 0.1 seconds.\n"
        failed = textwrap.dedent('''\
            ✘ Test "It counts" recorded an issue at A.swift:1:1
            ✘ Test "It counts" failed after 1 seconds with 1 issue.
            ✘ Test run with 2 tests in 1 suite failed after 1 seconds with 1 issue.
            ''')
        self.assertEqual(judged(0, passed, 1).outcome, "passed")
        self.assertEqual(judged(1, failed, 1), ("failed", 1, ["It counts"]))
        self.assertEqual(judged(-11, "", 1), ("failed", 1, ["ended with -11"]))
        self.assertEqual(judged(None, passed, 1).outcome, "timeout")
        self.assertEqual(judged(0, "Test run with 0 tests", 1).outcome, "empty")
        self.assertEqual(judged(0, "", 1).outcome, "empty")

    def test_filters(self):
        suite = re.compile(pattern("ATests.SomeTests"))
        self.assertTrue(suite.search("ATests.SomeTests/counts()"))
        self.assertFalse(suite.search("ATests.SomeTestsToo/counts()"))
        self.assertTrue(re.search(pattern("ATests"), "ATests.SomeTests/counts()"))

    def test_table(self):
        found = [fault("a", "b", name) for name in ("one", "two", "three", "four")]
        known = {
            f"room/{name}": results.Outcome(f"room/{name}", outcome, "1", "t", "s")
            for name, outcome in (("one", "noticed"), ("two", "timeout"), ("three", "survived"))}
        lines = results.table(found, known).split("\n")
        self.assertEqual(lines[1].split(), ["room", "1", "1", "1", "1", "66.7%"])
        self.assertEqual(lines[2].split(), ["all", "1", "1", "1", "1", "66.7%"])

    def test_stamp(self):
        files = {"Core/A/A.swift": b"a", "Tests/ATests/SomeTests.swift": b"t", "Tests/BTests/B.swift": b"b"}
        stamp = fault("a", "b").stamp(files)
        self.assertEqual(stamp, fault("a", "b").stamp({**files, "Tests/BTests/B.swift": b"c"}))
        for path in ("Core/A/A.swift", "Tests/ATests/SomeTests.swift"):
            self.assertNotEqual(stamp, fault("a", "b").stamp({**files, path: b"c"}))
        self.assertNotEqual(stamp, fault("a", "c").stamp(files))


class AttemptTests(unittest.TestCase):
    def attempt(self, outcomes, own=False):
        """- Parameter outcomes: By test and fault; what is not there passes."""
        def run(test, name=runs.WITHOUT_FAULT, limit=None):
            self.asked.append((test, name))
            return outcomes.get((test, name), Result("passed", 1, []))

        self.asked = []
        with tempfile.TemporaryDirectory() as folder, unittest.mock.patch("runs.run", run), \
                unittest.mock.patch("mutants.run", run):
            file = pathlib.Path(folder) / "baseline.tsv"
            found = mutants.attempt(fault("a", "b"), Baseline(file, "s"), own)
            # Another run of the script knows them.
            known = Baseline(file, "s").known
            self.assertEqual(Baseline(file, "t").known, {})
            self.assertEqual(set(known), {test for test, name in self.asked if name == runs.WITHOUT_FAULT})
        return found[0], found[2]

    def test_noticed(self):
        found = self.attempt({("ATests.SomeTests", "room/f"): Result("failed", 1, ["It counts"])})
        self.assertEqual(found, ("noticed", "ATests.SomeTests: It counts"))
        self.assertNotIn(("ATests", "room/f"), self.asked)

    def test_timeout(self):
        found = self.attempt({("ATests.SomeTests", "room/f"): Result("timeout", 1, [])})
        self.assertEqual(found, ("timeout", "ATests.SomeTests"))

    def test_noticed_by_another_suite(self):
        """One that fails without a fault, too, does not count."""
        failing = {("ATests", name): Result("failed", 9, ["Late"]) for name in ("none", "room/f")}
        self.assertEqual(self.attempt(failing)[0], "survived")
        failing["ATests", "room/f"] = Result("failed", 9, ["Late", "It adds"])
        self.assertEqual(self.attempt(failing), ("noticed", "ATests: It adds"))

    def test_unclear(self):
        empty = {(test, "none"): Result("empty", 1, []) for test in ("ATests.SomeTests", "ATests")}
        self.assertEqual(self.attempt(empty)[0], "unclear")

    def test_build_of_its_own(self):
        """Its tests run without the variable; they have passed before it was built."""
        self.assertEqual(self.attempt({}, own=True)[0], "survived")
        self.assertEqual(self.asked, [("ATests.SomeTests", "none")] * 2)


class TreeTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        entries = {
            "Core/A/A.swift": (b"func f() {\n    a()\n}\nfunc g() {\n    c()\n}\n", 0o644),
            WIRES[0][0]: (WIRES[0][1].encode(), 0o644)}
        for name, value in (("TREE", self.folder), ("ROOT", self.folder / "root"), ("committed", lambda: entries)):
            patch = unittest.mock.patch(f"tree.{name}", value)
            patch.start()
            self.addCleanup(patch.stop)
        (self.folder / "Core/Gone").mkdir(parents=True)
        (self.folder / "Core/Gone/Old.swift").write_text("")
        self.first, self.second = fault("a()", "b()", "first"), fault("c()", "d()", "second")
        self.tree = tree.Tree([self.first, self.second])
        self.file = self.folder / "Core/A/A.swift"

    def test_files(self):
        self.assertFalse((self.folder / "Core/Gone/Old.swift").exists())
        self.assertIn("Mutant.variable", (self.folder / WIRES[0][0]).read_text())
        time = self.file.stat().st_mtime_ns
        tree.Tree([self.first, self.second])
        self.assertEqual(self.file.stat().st_mtime_ns, time)

    def test_what_the_compiler_refuses(self):
        def build():
            lines = self.file.read_text().split("\n")
            wrong = [number for number, line in enumerate(lines, 1) if line.strip() == "b()"]
            return not wrong, "".join(f"{self.file}:{number}:5: error: cannot find 'b' in scope\n" for number in wrong)

        with unittest.mock.patch("tree.build", build):
            self.tree.build()
            self.assertEqual(self.tree.own, {"room/first": "cannot find 'b' in scope"})
            self.assertIn("room/second", self.file.read_text())
            self.assertEqual(self.tree.put(self.first), "cannot find 'b' in scope")
            self.assertNotIn("Mutant", self.file.read_text())
            self.tree.take_back(self.first)
        self.assertIn("room/second", self.file.read_text())

    def test_a_commit_that_does_not_build(self):
        with unittest.mock.patch("tree.build", lambda: (False, f"{self.file}:999:1: error: no")):
            with self.assertRaises(SystemExit):
                self.tree.build()


if __name__ == "__main__":
    unittest.main()
