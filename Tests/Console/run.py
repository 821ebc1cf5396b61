"""Runs the tests of the console in Chromium: run.py BIN CONSOLE [NAME …]; names are files, classes or tests.

Without names all files are run, in two processes with a server and a browser each: much of a test is waiting."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).parent
PROCESSES = 2
sys.path.insert(0, str(FOLDER))

from fixture import Shared  # noqa: E402


def run(folder, console, names):
    Shared.executable = str(pathlib.Path(folder).resolve() / "millrace")
    Shared.console = str(pathlib.Path(console).resolve())
    Shared.browser_path = shutil.which("chromium")
    try:
        result = unittest.TextTestRunner(verbosity=2).run(unittest.TestLoader().loadTestsFromNames(names))
    finally:
        Shared.end()
    return 0 if result.wasSuccessful() and result.testsRun else 1


def run_all(folder, console):
    """Each process prints what it has when it ends, so that lines of two do not mix."""
    files = sorted(file.stem for file in FOLDER.glob("test_*.py"))
    started = []
    for names in (files[index::PROCESSES] for index in range(PROCESSES)):
        output = tempfile.TemporaryFile("w+")
        command = [sys.executable, __file__, folder, console, *names]
        started.append((subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT), output))
    codes = []
    for process, output in started:
        codes.append(process.wait())
        output.seek(0)
        print(output.read(), flush=True)
    return max(codes)


def main(folder, console, *names):
    sys.exit(run(folder, console, names) if names else run_all(folder, console))


main(*sys.argv[1:])
