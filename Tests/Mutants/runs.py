"""Runs of the built tests, each in a folder for temporary files and with processes of its own."""

import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid

from faults import ROOT
from tree import TREE

PROGRAM = TREE / ".build/debug/MillracePackageTests.xctest"
# Of a run whose time nobody knows yet.
LONGEST = 1500
FAILED = re.compile(r"^✘ Test (?!run )(?:case passing .* to )?(.+?) (?:failed|recorded|with \d+)", re.M)
# Whether a test runs at all depends on no fault, so that its name is one of none.
WITHOUT_FAULT = "none"

Result = collections.namedtuple("Result", "outcome seconds failed")


def pattern(test):
    return f"^{re.escape(test)}" + r"(\.|/|$)"


def temporary_folder():
    """With a cache in it that has no memory of plugins; what others have downloaded into theirs stays in use."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="m"))
    cache = folder / "cache"
    cache.mkdir()
    shared = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    for each in shared.iterdir() if shared.is_dir() else ():
        if each.name != "millrace":
            (cache / each.name).symlink_to(each)
    return folder


def end_processes(mark):
    """What a run has started and left, also in sessions of its own."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            if mark.encode() in pathlib.Path(f"/proc/{process}/environ").read_bytes():
                os.kill(int(process), signal.SIGKILL)
        except OSError:
            pass


def run(test, fault=WITHOUT_FAULT, limit=LONGEST):
    """A suite, or all of a target, with a fault."""
    folder, mark, start = temporary_folder(), f"MUTANT_RUN={uuid.uuid4()}", time.monotonic()
    environment = dict(
        os.environ, MUTANT=fault, MUTANT_RUN=mark.partition("=")[2],
        TMPDIR=str(folder), XDG_CACHE_HOME=str(folder / "cache"),
        MILLRACE_LOCAL_DENO=str(ROOT / ".build/tools/bin/deno"), PATH=f"{ROOT}/.build/tools/bin:{os.environ['PATH']}",
        SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="4", SWIFT_BACKTRACE="enable=no", PYTHONDONTWRITEBYTECODE="1")
    # A file: what a test has left keeps a pipe open.
    with open(folder / "output", "w+b") as output:
        process = subprocess.Popen(
            ["nice", "-n", "10", PROGRAM, "--testing-library", "swift-testing", "--filter", pattern(test)],
            cwd=TREE, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True)
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            end_processes(mark)
            process.wait()
        output.seek(0)
        text = output.read().decode(errors="replace")
    shutil.rmtree(folder, ignore_errors=True)
    return judged(status, text, time.monotonic() - start)


def judged(status, output, seconds):
    """- Parameter status: None when the run did not end in time."""
    if status is None:
        return Result("timeout", seconds, [])
    if re.search(r"Test run with 0 tests", output) or "Test run with" not in output and status == 0:
        return Result("empty", seconds, [])
    if status == 0:
        return Result("passed", seconds, [])
    failed = list(dict.fromkeys(each.strip('"') for each in FAILED.findall(output)))
    return Result("failed", seconds, failed or [f"ended with {status}"])


class Baseline:
    """What tests do without a fault: only a test that passes then can notice one."""

    def __init__(self, file, stamp):
        self.file, self.stamp, self.known = file, stamp, {}
        self.locks = collections.defaultdict(threading.Lock)
        for line in file.read_text().splitlines() if file.is_file() else []:
            of, test, outcome, seconds, failed = line.split("\t")
            if of == stamp:
                self.known[test] = Result(outcome, float(seconds), [each for each in failed.split("; ") if each])

    def result(self, test):
        """A run that fails is repeated once: with another beside it some tests are late."""
        with self.locks[test]:
            if test not in self.known:
                found = run(test)
                if found.outcome != "passed":
                    found = run(test)
                self.known[test] = found
                with self.file.open("a") as file:
                    file.write(
                        f"{self.stamp}\t{test}\t{found.outcome}\t{found.seconds:.0f}\t{'; '.join(found.failed)}\n")
            return self.known[test]

    def limit(self, test):
        """Seconds that a run may take: twice what it takes beside another that is slow, and more."""
        return min(LONGEST, 90 + 4 * self.result(test).seconds)
