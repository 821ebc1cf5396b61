"""Fails where a suite, or a test outside of any, has no time limit: a test that hangs would hold up all others.

    python3 Tests/Lint/limits.py [--add]

A limit of a suite holds for each test in it, and for each argument of a test. --add gives ten minutes to whatever has none:
far more than any test takes, also on a machine that stalls.
"""

import pathlib
import re
import sys

LIMIT = ".timeLimit(.minutes(10))"
ATTRIBUTE = re.compile(r"^( *)@(Suite|Test)\b", re.MULTILINE)
TYPE = re.compile(r"^(?:(?:package|public|private|fileprivate|final) )*(?:struct|class|actor|enum|extension) (\w+)", re.MULTILINE)


def arguments(text, start):
    """Where the arguments of the attribute that ends at `start` end, and what they are; `None` where it has none."""
    if text[start : start + 1] != "(":
        return None
    depth, place, quotes = 0, start, ""
    while place < len(text):
        here = text[place]
        if quotes:
            if text.startswith(quotes, place):
                place += len(quotes)
                quotes = ""
                continue
            if here == "\\":
                place += 1
        elif here == '"' or here == "#" and text[place + 1 : place + 2] == '"':
            quotes = '"""' if text.startswith('"""', place) else '"#' if here == "#" else '"'
            place += 1 if quotes == '"' else 2 if here == "#" else 3
            continue
        elif here in "([{":
            depth += 1
        elif here in ")]}":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    raise SystemExit(f"an attribute at {start} has no end")


def line(text, place):
    return text.count("\n", 0, place) + 1


def suites(text):
    """Of each attribute @Suite: where it begins, where its arguments begin and end, and whether it has a limit."""
    for match in ATTRIBUTE.finditer(text):
        end = arguments(text, match.end())
        written = text[match.end() : end] if end else ""
        yield match.group(2), len(match.group(1)), match.end(), end, "timeLimit" in written


def missing(text):
    """Places of attributes that have no limit and need one, and of types with tests that are no suite by name."""
    found = [(kind, start, end) for kind, indent, start, end, has in suites(text) if indent == 0 and not has]
    # Types whose tests are in them without an attribute of the type.
    for match in TYPE.finditer(text):
        if match.group(0).startswith("extension") or " extension " in match.group(0):
            continue
        close = text.find("\n}", match.end())
        body = text[match.end() : close]
        before = text[: match.start()].rstrip(" ")
        attributed = re.search(r"@Suite\b[^{}]*\Z", before.rsplit("\n}", 1)[-1], re.DOTALL) if "@Suite" in before else None
        if re.search(r"^ +@Test\b", body, re.MULTILINE) and not attributed:
            found.append(("type", match.start(), None))
    return sorted(found, key=lambda each: each[1], reverse=True)


def main():
    adds = "--add" in sys.argv[1:]
    problems, count = [], 0
    for file in sorted(pathlib.Path("Tests").rglob("*.swift")):
        text = file.read_text()
        if "import Testing" not in text:
            continue
        count += 1
        for kind, start, end in missing(text):
            problems.append(f"{file}:{line(text, start)}: error: no time limit; add {LIMIT}")
            if not adds:
                continue
            if kind == "type":
                text = f"{text[:start]}@Suite({LIMIT})\n{text[start:]}"
            elif end is None:
                text = f"{text[:start]}({LIMIT}){text[start:]}"
            else:
                # Arguments of a test come last.
                place = end
                if kind == "Test" and (named := re.search(r",\s*arguments:", text[start:end])):
                    place = start + named.start()
                before = text[:place].rstrip()
                text = f"{before}, {LIMIT}{text[place:]}"
        if adds:
            file.write_text(text)
    print("\n".join(problems) or f"all suites of {count} files have a time limit")
    sys.exit(1 if problems and not adds else 0)


main()
