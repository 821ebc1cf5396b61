"""Asks whether the tests notice small faults: all are in one build, and each is switched on alone for the tests that
should fail.

    python3 Tests/Mutants/mutants.py [NAME…] [--room ROOM] [--sample N [--seed S]] [--again] [--named] [--check]

A fault is a text in a file and what takes its place; faults/ROOM.toml has those of a room. They are put into a copy of
the last commit, .build/mutants/tree: changes that are not committed are not in it. Its first build takes as long as any
first build; after it a fault takes as long as its tests, two at a time. Results are in .build/mutants/results.tsv: a
fault is tried again only when its text, its file or its tests have changed. Ends with 1 when less than 95 % are noticed.

--check only looks whether every fault still applies; `make lint` does that.
"""

import argparse
import concurrent.futures
import hashlib
import random
import sys
import threading
import time

import results
from faults import ROOT, faults
from runs import Baseline, run
from schemata import Schemata
from tree import FOLDER, Tree, free_space

AT_ONCE = 2
# Of what a debug build of everything takes.
NEEDED_SPACE = 8


def chosen(options):
    found = faults()
    unknown = set(options.names) - {fault.name for fault in found}
    if unknown:
        sys.exit(f"No such fault: {', '.join(sorted(unknown))}")
    found = [
        fault for fault in found
        if (not options.names or fault.name in options.names) and options.room in (None, fault.room)]
    if options.sample:
        seed = random.randrange(1_000_000) if options.seed is None else options.seed
        print(f"A sample of {options.sample}, repeated with --seed {seed}")
        found = random.Random(seed).sample(found, min(options.sample, len(found)))
    return found


def check(found):
    problems = [f"{fault.name}: {problem}" for fault in found if (problem := fault.problem(ROOT))]
    if problems:
        sys.exit("Faults that no longer apply; make them anew where the code has moved:\n" + "\n".join(problems))


def attempt(fault, baseline, own, named=False):
    """The tests that the fault names, and then all of their targets unless named."""
    name, took, usable = "none" if own else fault.name, 0.0, False
    # A build of its own has the fault already: what its targets do without it is not known then.
    targets = [] if own or named else [test.split(".")[0] for test in fault.tests]
    for test in dict.fromkeys([*fault.tests, *targets]):
        is_wide, expected = "." not in test, baseline.result(test)
        # Of a whole target one test may fail without a fault; the others still notice it.
        if expected.outcome != "passed" and not (is_wide and expected.outcome == "failed"):
            continue
        usable = True
        found = run(test, name, baseline.limit(test))
        took += found.seconds
        if found.outcome == "timeout":
            return "timeout", took, test
        if new := [each for each in found.failed if each not in expected.failed]:
            return "noticed", took, f"{test}: {'; '.join(new[:3])}"
    return ("survived" if usable and not named else "unclear"), took, ", ".join(fault.tests)


class Trial:
    def __init__(self, tree, faults, again, named):
        stamp = hashlib.sha256()
        for path, content in sorted(tree.bytes.items()):
            stamp.update(path.encode() + b"\0" + content)
        self.tree, self.named, self.known, self.lock = tree, named, results.load(), threading.Lock()
        self.baseline = Baseline(FOLDER / "baseline.tsv", stamp.hexdigest()[:16])
        self.stamps = {fault.name: fault.stamp(tree.bytes) for fault in faults}
        self.open = [
            fault for fault in faults if not fault.reason and (
                again or fault.name not in self.known or self.known[fault.name].stamp != self.stamps[fault.name]
                or self.known[fault.name].outcome in ("unclear", "invalid"))]
        self.done = 0

    def record(self, fault, outcome, seconds, test):
        found = results.Outcome(fault.name, outcome, f"{seconds:.0f}", test, self.stamps[fault.name])
        with self.lock:
            self.known[fault.name] = found
            self.done += 1
            results.add(found)
            print(f"[{self.done}/{len(self.open)}] {outcome:8} {fault.name}: {test} ({seconds:.0f} s)", flush=True)

    def check_baseline(self, pool):
        tests = sorted({test for fault in self.open for test in fault.tests})
        for test, found in zip(tests, pool.map(self.baseline.result, tests)):
            if found.outcome != "passed":
                print(f"Without any fault: {test} {found.outcome} {'; '.join(found.failed)}", flush=True)

    def one_build(self, pool):
        ready = [fault for fault in self.open if fault.name not in self.tree.own]
        waiting = {pool.submit(attempt, fault, self.baseline, False, self.named): fault for fault in ready}
        for future in concurrent.futures.as_completed(waiting):
            self.record(waiting[future], *future.result())

    def own_builds(self):
        for fault in [fault for fault in self.open if fault.name in self.tree.own]:
            start = time.monotonic()
            # The tests' time without a fault belongs to the build without it.
            for test in fault.tests:
                self.baseline.result(test)
            try:
                error = self.tree.put(fault)
                found = ("invalid", 0, error) if error else attempt(fault, self.baseline, True)
            finally:
                self.tree.take_back(fault)
            self.record(fault, found[0], time.monotonic() - start, found[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults, as ROOM/NAME; without any, all")
    parser.add_argument("--room", help="those of one file of faults/")
    parser.add_argument("--sample", type=int, metavar="N", help="so many of them, at random")
    parser.add_argument("--seed", type=int, help="repeats a sample")
    parser.add_argument("--named", action="store_true", help="only the tests that a fault names: it has not survived then")
    parser.add_argument("--check", action="store_true", help="only look whether each fault applies")
    parser.add_argument("--again", action="store_true", help="try also what nothing has changed for")
    options = parser.parse_args()
    found = chosen(options)
    check(found)
    if options.check:
        texts = {str(file.relative_to(ROOT)): file.read_text()
                 for folder in ("Core", "Plugins", "Tests") for kind in ("*.swift", "*.c")
                 for file in (ROOT / folder).rglob(kind)}
        own = Schemata(texts, found).own
        if undeclared := [fault.name for fault in found if fault.name in own and not fault.own_build]:
            sys.exit(f"No function or value to choose at run time; state why in own_build: {', '.join(undeclared)}")
        print(f"{len(found)} faults apply, {len(own)} of them with a build of their own.")
        return
    if free_space() < NEEDED_SPACE:
        sys.exit(f"The build of all faults needs {NEEDED_SPACE} GB in {FOLDER}.")
    # Those that are not tried are in the build, too: another choice does not compile everything again.
    tree = Tree(faults())
    trial = Trial(tree, found, options.again, options.named)
    if trial.open:
        tree.build()
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            trial.check_baseline(pool)
            trial.one_build(pool)
        trial.own_builds()
    report(found, trial.known)


def report(found, known):
    print(results.table(found, known))
    for fault in found:
        outcome = known.get(fault.name)
        if fault.reason:
            print(f"explained  {fault.name}: {fault.reason}")
        elif outcome and outcome.outcome not in results.NOTICED:
            print(f"{outcome.outcome:9}  {fault.name} ({fault.path}): {outcome.test}")
    tried = [known[fault.name].outcome for fault in found if not fault.reason and fault.name in known]
    noticed = sum(outcome in results.NOTICED for outcome in tried)
    sys.exit(0 if not tried or noticed >= results.ENOUGH * len(tried) else 1)


if __name__ == "__main__":
    main()
