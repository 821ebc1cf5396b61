"""Fails where a page names a test that does not exist, or a row of a table with a column `Tests` names none. A name is that of a
suite, `Suite.function`, or a folder of Tests.

    python3 Tests/Lint/promises.py
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "Core/Documentation").glob("*.md"), *(ROOT / "Plugins").glob("*/README.md"), ROOT / "README.md"])
NAMED = re.compile(r"`([A-Z]\w*Tests)(?:\.(\w+))?`")


def suites() -> dict[str, set[str]]:
    """The functions of each type that has tests."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "Tests").rglob("*.swift"):
        text = path.read_text()
        for name in re.findall(r"^\s*(?:\S+\s+)*?(?:struct|class|enum|actor|extension)\s+(\w+Tests)\b", text, re.M):
            found.setdefault(name, set()).update(re.findall(r"@Test\b(?:(?!@Test\b)[\s\S])*?\bfunc\s+(\w+)", text))
    return {name: functions for name, functions in found.items() if functions}


def problems(page: str, text: str, known: dict[str, set[str]]) -> list[str]:
    found = []
    column = None
    for number, line in enumerate(text.splitlines(), 1):
        for suite, function in NAMED.findall(line):
            if not function and (ROOT / "Tests" / suite).is_dir():
                continue
            if suite not in known:
                found.append(f"{page}:{number}: no suite is named {suite}")
            elif function and function not in known[suite]:
                found.append(f"{page}:{number}: {suite} has no test {function}")
        if not line.startswith("|"):
            column = None
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if column is None:
            column = cells.index("Tests") if "Tests" in cells else -1
        elif column >= 0 and not set(line) <= set("|- :") and "`" not in cells[min(column, len(cells) - 1)]:
            found.append(f"{page}:{number}: the row names no test")
    return found


def main() -> int:
    known = suites()
    if len(known) < 200:
        print(f"Only {len(known)} suites were found.")
        return 1
    found = [
        problem for page in PAGES for problem in problems(str(page.relative_to(ROOT)), page.read_text(), known)
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
