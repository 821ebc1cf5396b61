"""Runs the tests of the console in Chromium: run.py BIN CONSOLE [NAME …]; names are files, classes or tests."""

import pathlib
import shutil
import sys
import unittest

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from fixture import Shared  # noqa: E402


def tests(names):
    loader = unittest.TestLoader()
    if names:
        return loader.loadTestsFromNames(names)
    return loader.discover(str(FOLDER), pattern="test_*.py", top_level_dir=str(FOLDER))


def main(folder, console, *names):
    Shared.executable = str(pathlib.Path(folder).resolve() / "millrace")
    Shared.console = str(pathlib.Path(console).resolve())
    Shared.browser_path = shutil.which("chromium")
    try:
        result = unittest.TextTestRunner(verbosity=2, failfast=False).run(tests(names))
    finally:
        Shared.end()
    sys.exit(0 if result.wasSuccessful() else 1)


main(*sys.argv[1:])
