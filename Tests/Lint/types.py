"""Fails where a Swift file of Core or Plugins declares more than one type, or one that it is not named after.

    python3 Tests/Lint/types.py

Nested types and extensions belong to the file's type; a private type may be in the file of what uses it.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPE = re.compile(
    r"^((?:(?:@\w+(?:\([^)\n]*\))?|public|package|internal|private|fileprivate|final|indirect|nonisolated|distributed)"
    r"\s+)*)(?:struct|class|enum|actor|protocol) (?!func\b|var\b)(\w+)",
    re.MULTILINE,
)
ALIAS = re.compile(r"^(?:(?:public|package) )?typealias (\w+)", re.MULTILINE)
TEXT = re.compile(r'"""[\s\S]*?"""')
# Files and folders that are otherwise, and why.
EXCEPTIONS = {
    "Core/NodeKit/ABI.swift": "the one file of the SDK that touches the C header: its pointers are reviewed together",
    "Core/PluginHost/Loading/PluginLibrary.swift": "the one file of the host that touches the C header",
}


def problem(name, text):
    """What is wrong with a file; `None` if nothing is."""
    text = TEXT.sub("", text)
    types = TYPE.findall(text)
    if len(types) > 1:
        return f"declares {', '.join(type for _, type in types)}; give each a file of its name"
    named = pathlib.PurePath(name).stem.split("+")[0]
    for modifiers, type in types:
        if "private" not in modifiers and named not in [type, *ALIAS.findall(text)]:
            return f"declares {type}; move it to {type}.swift"
    return None


def main():
    listed = subprocess.run(["git", "ls-files", "Core", "Plugins"], cwd=ROOT, check=True, capture_output=True, text=True)
    problems, types, files, used = [], 0, 0, set()
    for name in filter(lambda name: name.endswith(".swift"), listed.stdout.split("\n")):
        path = ROOT / name
        if not path.exists():
            continue
        text = path.read_text()
        files, types = files + 1, types + len(TYPE.findall(text))
        wrong = problem(name, text)
        if not wrong:
            continue
        excepted = [each for each in EXCEPTIONS if name == each or each.endswith("/") and name.startswith(each)]
        used.update(excepted)
        if not excepted:
            problems.append(f"{name}: error: {wrong}")
    for name in EXCEPTIONS.keys() - used:
        problems.append(f"{name}: error: is as all others; remove it from the exceptions of Tests/Lint/types.py")
    if types < 1000:
        problems.append(f"{types} types found: the pattern no longer matches")
    print("\n".join(problems) or f"{types} types in {files} files: at most one each, which the file is named after")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
