"""Fails where a named point (Core/Faults) is passed by no code, or taken by no test.

    python3 Tests/Lint/points.py

A test names a point as `.journalCommit` in a file that imports Faults, or as "journal.commit" in Tests/PostgreSQL; steps of
changes of the marketplace are passed and taken by what makes their names.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DECLARED = re.compile(r'static let (\w+) = FaultPoint\(rawValue: "([\w.]+)"\)')
MADE = re.compile(r"static func (\w+)\([^)]*\) -> FaultPoint")
PASSED = re.compile(r"Fault\.(?:pass|reach)\(\.(\w+)")


def texts(*folders, kind):
    return [path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob(f"*.{kind}"))]


def main():
    declaration = (ROOT / "Core/Faults/FaultPoint.swift").read_text()
    points = dict(DECLARED.findall(declaration)) | {name: None for name in MADE.findall(declaration)}
    passed = {name for text in texts("Core", "Plugins", kind="swift") for name in PASSED.findall(text)}
    swift = "\n".join(text for text in texts("Tests", kind="swift") if "import Faults" in text)
    python = "\n".join(texts("Tests/PostgreSQL", kind="py"))
    problems = [] if len(points) > 10 else [f"only {len(points)} points are declared"]
    for name, value in sorted(points.items()):
        if name not in passed:
            problems.append(f"Core/Faults/FaultPoint.swift: error: no code passes {name}")
        if not re.search(rf"\.{name}\b", swift) and not (value and f'"{value}"' in python):
            problems.append(f"Core/Faults/FaultPoint.swift: error: no test takes {name}")
    print("\n".join(problems) or f"{len(points)} points are passed, and taken by tests")
    sys.exit(1 if problems else 0)


main()
