"""Runs the tests of the console in Chromium: run.py BIN CONSOLE [NAME …]; names are files, classes or tests.

Without names all are run, in two processes with a server and a browser each: much of a test is waiting."""

import pathlib
import queue
import shutil
import signal
import sys
import threading
import unittest

FOLDER = pathlib.Path(__file__).parent
RUNNERS = 2
sys.path.insert(0, str(FOLDER))

from fixture import Shared  # noqa: E402
from runner import Runner  # noqa: E402


def prepare(folder, console):
    Shared.executable = str(pathlib.Path(folder).resolve() / "millrace")
    Shared.console = str(pathlib.Path(console).resolve())
    Shared.browser_path = shutil.which("chromium")


def run(names, stream):
    """Whether all tests succeeded, and there were any."""
    tests = unittest.TestLoader().loadTestsFromNames(names)
    result = unittest.TextTestRunner(stream=stream, verbosity=2).run(tests)
    return result.wasSuccessful() and result.testsRun > 0


def classes():
    """The names of the classes of all files."""
    loader = unittest.TestLoader()
    names = []
    for file in sorted(FOLDER.glob("test_*.py")):
        for suite in loader.loadTestsFromName(file.stem):
            names += sorted({f"{file.stem}.{type(test).__name__}" for test in suite})
    return names


def work(folder, console, connection, log):
    """Takes one name after the other, until one says that there are no more."""
    prepare(folder, console)
    try:
        while name := connection.recv():
            with open(log, "w", buffering=1) as stream:
                succeeded = run([name], stream)
            connection.send(succeeded)
    finally:
        Shared.end()


def run_all(folder, console):
    found, names, results = classes(), queue.Queue(), []
    for name in found:
        names.put(name)
    runners = [Runner(work, folder, console) for _ in range(RUNNERS)]

    def take(runner):
        while not names.empty():
            try:
                name = names.get_nowait()
            except queue.Empty:
                break
            results.append(runner.run(name))

    threads = [threading.Thread(target=take, args=(runner,), daemon=True) for runner in runners]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The tests of the console were ended before they were through."))
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for runner in runners:
            runner.end()
    finally:
        for runner in runners:
            runner.kill()
    print(f"{sum(results)} of {len(found)} classes of tests succeeded.")
    return len(results) == len(found) and all(results)


def main(folder, console, *names):
    if not names:
        sys.exit(0 if run_all(folder, console) else 1)
    prepare(folder, console)
    try:
        succeeded = run(names, sys.stderr)
    finally:
        Shared.end()
    sys.exit(0 if succeeded else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
