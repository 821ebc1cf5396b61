"""Fails where a test has no sentence, or an identifier has a word that STYLE's glossary replaces.

    python3 Tests/Lint/names.py
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Words of identifiers, and what the field calls it.
WORDS = {
    "passage": "replay",
    "passages": "replays",
    "lane": "dedicated worker",
    "house": "fixture",
    "houses": "fixtures",
    "survivors": "fixture",
    "ground": "context",
    "witness": "recorder",
    "farewell": "graceful close",
    "company": "batch delay",
}
COMMENT = re.compile(r"^\s*(//|/\*|\*|#(?!if|else)).*$", re.M)
TEXT = re.compile(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`[^`]*`')
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]+")
# Of `beginPassage`, `PassageTime` and `last_passage`.
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
SENTENCE = re.compile(r'@Test\(\s*"[^"\n]* [^"\n]*"')


def files(*suffixes):
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in names.split("\n"):
        if name.endswith(suffixes) and name.startswith(("Core/", "Plugins/", "Tests/")) and "/Fixtures/" not in name:
            path = ROOT / name
            if path.exists():
                yield name, path.read_text()


def line(text, offset):
    return text.count("\n", 0, offset) + 1


def blank(found):
    """What is no code, with its lines."""
    return re.sub(r"[^\n]", " ", found[0])


def main():
    problems, tests = [], 0
    for name, text in files(".swift", ".ts", ".tsx", ".py"):
        for found in re.finditer(r"^ *@Test\b", text, re.M) if name.endswith(".swift") else ():
            tests += 1
            if not SENTENCE.match(text, found.end() - len("@Test")):
                problems.append(f"{name}:{line(text, found.start())}: a test needs a sentence as its name")
        code = COMMENT.sub(blank, TEXT.sub(blank, text))
        for found in IDENTIFIER.finditer(code):
            for part in PART.findall(found[0]):
                if part.lower() in WORDS:
                    instead = WORDS[part.lower()]
                    problems.append(f'{name}:{line(text, found.start())}: {found[0]}: the field says "{instead}"')
    if tests < 1000:
        problems.append(f"{tests} tests found: the pattern no longer matches")
    print("\n".join(problems) if problems else f"{tests} tests have a sentence, and no identifier a replaced word")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
