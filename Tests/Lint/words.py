"""Fails where a sentence for users, or a doc comment, has a pattern that STYLE's glossary replaces.

It reads string literals and doc comments of Swift, and Markdown. A line that ends with `lint:words` is left out.
"""

import pathlib
import re
import sys

# What is found, and what to write instead.
PATTERNS = [
    # "There is no limit" is as good as any; "X is no Y" is what the glossary is about.
    (r"(?<![Tt]here )\b(?:is|are) no (?!longer\b|more\b|less\b|different\b)", '"is not a valid …", or "X does not exist"'),
    (r"\bnone such as\b", '"expected … such as"'),
    (r"\bit takes (?:no|its|any|none)\b", "\"accepts\", \"requires\""),
    (r"\bwhat there is\b", '"list … with GET /api/…"'),
    (r"\b[Tt]here is no such\b", '"Unknown …"'),
    (r"\bhas to say\b", '"must send"'),
    (r"\ball the same\b", '"anyway"'),
    (r"\bis gone again\b", '"disappeared"'),
]
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
FOLDERS = ["Core", "Plugins"]
PAGES = ["README.md", "CONTRIBUTING.md", "registry/README.md"]


def sentences(file):
    """The texts of a file with their line numbers."""
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if line.rstrip().endswith("lint:words"):
            continue
        if file.suffix == ".md":
            yield number, line
        elif line.lstrip().startswith("///"):
            yield number, line.lstrip()[3:]
        elif not line.lstrip().startswith("//"):
            yield from ((number, text) for text in STRING.findall(line))


files = [file for folder in FOLDERS for file in sorted(pathlib.Path(folder).rglob("*")) if file.suffix in {".swift", ".md"}]
files += [pathlib.Path(page) for page in PAGES]
problems = [
    f"{file}:{number}: error: {match.group(0).strip()!r} in {text.strip()!r}; write {instead}"
    for file in files
    for number, text in sentences(file)
    for pattern, instead in PATTERNS
    if (match := re.search(pattern, text))
]
print("\n".join(problems) or f"{len(files)} files have none of the {len(PATTERNS)} patterns")
sys.exit(1 if problems else 0)
