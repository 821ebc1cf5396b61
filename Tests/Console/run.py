"""Runs the tests of the console in Chromium: run.py BIN CONSOLE [NAME …]; names are files, classes or tests.

Without names all are run, in two processes with a server and a browser each: much of a test is waiting."""

import io
import multiprocessing
import pathlib
import queue
import shutil
import sys
import unittest

FOLDER = pathlib.Path(__file__).parent
PROCESSES = 2
sys.path.insert(0, str(FOLDER))

from fixture import Shared  # noqa: E402


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


def work(folder, console, names, results):
    """Takes one name after the other, until one says that there are no more."""
    prepare(folder, console)
    try:
        while name := names.get():
            stream = io.StringIO()
            succeeded = run([name], stream)
            results.put((succeeded, stream.getvalue()))
    finally:
        Shared.end()


def run_all(folder, console):
    names, results = multiprocessing.Queue(), multiprocessing.Queue()
    found = classes()
    for name in [*found, *[None] * PROCESSES]:
        names.put(name)
    workers = [multiprocessing.Process(target=work, args=(folder, console, names, results)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    failures = 0
    for _ in found:
        while True:
            try:
                succeeded, text = results.get(timeout=5)
                break
            except queue.Empty:
                if not any(worker.is_alive() for worker in workers):
                    sys.exit("The processes of the tests ended before their tests did.")
        print(text, flush=True)
        failures += not succeeded
    for worker in workers:
        worker.join()
    print(f"{len(found) - failures} of {len(found)} classes of tests succeeded.")
    return failures == 0


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
