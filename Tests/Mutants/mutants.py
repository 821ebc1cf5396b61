"""Asks whether the tests notice small faults: puts each into the code, alone, and runs the tests that should fail.

    python3 Tests/Mutants/mutants.py [NAME…] [--room ROOM] [--check] [--again]

A fault is a text in a file and what takes its place; faults/ROOM.toml has those of a room. They are tried in a work tree of
its own, .build/mutants, with the last commit: changes that are not committed are not in it. The first build there takes as
long as any first build; a fault takes one to three minutes. Results are kept in .build/mutants.json, and a fault is tried
again only when its file or the tests that it names have changed. Ends with 1 when less than 95 % are noticed.

--check only looks whether every fault still applies; `make lint` does that.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TREE = ROOT / ".build/mutants"
RESULTS = ROOT / ".build/mutants.json"
ENOUGH = 0.95
BUILD_SECONDS, TEST_SECONDS = 3600, 900


class Fault:
    def __init__(self, room, entry):
        self.name, self.room, self.path = f"{room}/{entry['name']}", room, entry["file"]
        self.old, self.new, self.tests = entry["old"], entry["new"], entry["tests"]
        # Why no test can notice it; such a fault is not tried.
        self.reason = entry.get("unnoticed")

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

    def stamp(self, root):
        """What the result depends on, as far as one looks: the file and the tests."""
        files = [root / self.path]
        for test in self.tests:
            files += sorted((root / "Tests" / test.split(".")[0]).rglob("*.swift"))
        digest = hashlib.sha256("\0".join([self.old, self.new, *self.tests]).encode())
        for file in files:
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def put(self, root):
        file = root / self.path
        text = file.read_text()
        file.write_text(text.replace(self.old, self.new))
        return lambda: file.write_text(text)


def faults(names, room):
    found = []
    for file in sorted((ROOT / "Tests/Mutants/faults").glob("*.toml")):
        found += [Fault(file.stem, entry) for entry in tomllib.loads(file.read_text())["fault"]]
    unknown = set(names) - {fault.name for fault in found}
    if unknown:
        sys.exit(f"No such fault: {', '.join(sorted(unknown))}")
    return [fault for fault in found if (not names or fault.name in names) and room in (None, fault.room)]


def run(seconds, *command):
    """A command and all that it starts end together."""
    environment = dict(
        os.environ, MILLRACE_LOCAL_DENO=str(ROOT / ".build/tools/bin/deno"),
        SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="4", PYTHONDONTWRITEBYTECODE="1")
    process = subprocess.Popen(
        ["nice", "-n", "10", *command], cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True)
    try:
        output, _ = process.communicate(timeout=seconds)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        return None, "It did not end in time."
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def build():
    code, output = run(BUILD_SECONDS, "swift", "build", "-j", "2", "--build-tests")
    if code == 0:
        code, output = run(BUILD_SECONDS, "swift", "build", "-j", "2")
    return code == 0, output


def noticed_by(tests):
    """The first tests that fail, or None when all of them pass."""
    for test in tests:
        code, output = run(
            TEST_SECONDS, "swift", "test", "--skip-build", "--filter", f"^{re.escape(test)}" + r"(\.|/|$)")
        if code is not None and re.search(r"Test run with 0 tests", output):
            raise RuntimeError(f"{test} has no tests")
        if code == 0:
            continue
        names = re.findall(r"^✘ Test (?!run )(?:case passing .* to )?(.+?) (?:failed|with \d+)", output, re.M)
        return f"{test}: {'; '.join(list(dict.fromkeys(names))[:3]) or 'ended with ' + str(code)}"
    return None


def prepare():
    if not TREE.is_dir():
        subprocess.run(["git", "worktree", "add", "--force", "--detach", TREE, "HEAD"], cwd=ROOT, check=True)
    subprocess.run(["git", "checkout", "--quiet", "--force", "--detach", head()], cwd=TREE, check=True)
    is_built, output = build()
    if not is_built:
        sys.exit(f"{output[-2000:]}\nThe last commit does not build.")


def head():
    command = ["git", "rev-parse", "HEAD"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def attempt(fault):
    take_back = fault.put(TREE)
    try:
        is_built, output = build()
        if not is_built:
            error = re.search(r"error: .*", output)
            return "invalid", error[0] if error else "It does not build."
        found = noticed_by(fault.tests)
        return ("noticed", found) if found else ("survived", ", ".join(fault.tests))
    finally:
        take_back()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults, as ROOM/NAME; without any, all")
    parser.add_argument("--room", help="those of one file of faults/")
    parser.add_argument("--check", action="store_true", help="only look whether each fault applies")
    parser.add_argument("--again", action="store_true", help="try also what nothing has changed for")
    options = parser.parse_args()
    chosen = faults(options.names, options.room)
    problems = [f"{fault.name}: {problem}" for fault in chosen if (problem := fault.problem(ROOT))]
    if problems:
        sys.exit("Faults that no longer apply; make them anew where the code has moved:\n" + "\n".join(problems))
    if options.check:
        print(f"{len(chosen)} faults apply.")
        return
    prepare()
    results = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    counts = {"noticed": 0, "survived": 0, "invalid": 0}
    for number, fault in enumerate(chosen, 1):
        if fault.reason:
            continue
        stamp, start = fault.stamp(TREE), time.monotonic()
        known = results.get(fault.name)
        if options.again or not known or known["stamp"] != stamp or known["outcome"] == "invalid":
            outcome, details = attempt(fault)
            known = results[fault.name] = {"stamp": stamp, "outcome": outcome, "details": details}
            RESULTS.write_text(json.dumps(results, indent=1))
        counts[known["outcome"]] += 1
        took = time.monotonic() - start
        print(f"[{number}/{len(chosen)}] {known['outcome']:8} {fault.name}: {known['details']} ({took:.0f} s)", flush=True)
    explained = [fault for fault in chosen if fault.reason]
    for fault in explained:
        print(f"not tried {fault.name}: {fault.reason}")
    tried = sum(counts.values())
    share = counts["noticed"] / tried if tried else 1
    print(f"{counts['noticed']} of {tried} noticed ({share:.0%}), {counts['survived']} survived, "
          f"{counts['invalid']} do not build, {len(explained)} explained")
    sys.exit(0 if share >= ENOUGH else 1)


main()
