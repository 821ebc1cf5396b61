"""Fails where a sentence for users has a pattern that STYLE's glossary replaces, or a doc comment one of the first list.

It reads string literals of Swift (also those of several lines), TypeScript and Python, doc comments of Swift, Markdown, and
comments of the Makefile that begin with `##`. A line that ends with `lint:words` is left out.
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
# What is found in sentences for users only: comments of the code may be shorter.
SENTENCES = [
    (r"\b[Ww]hoever\b", '"anyone who", "if you"'),
    (r"\b(?:[Nn]o|[Ss]ome|[Ee]very|[Aa]ny)body\b", '"no one", "someone", "everyone", or the noun: "user", "server"'),
    (r"\banew\b", '"again", "reload", "recreate"'),
    (r"\bis over\b(?! [\d$])", '"has ended"'),
    (r"\bgo(?:es)? on\b", '"continue"'),
    (r"\bout of turn\b", '"unexpected"'),
    (r"\bputs? (?:it|this|that|them) right\b", '"repair", "retry"'),
    (r"\bunder way\b", '"in progress"'),
    (r"\bany more\b", '"no longer"'),
    (r"\btold of\b", '"notified of"'),
    (r"\bsigns? of life\b", '"heartbeat"'),
    (r"\bshown only now\b", '"shown only once"'),
    (r"\bstays? as (?:it is|they are)\b", '"is unchanged", "is unaffected"'),
    (r"\bleft out\b", '"omitted"'),
    (r"\bbe had\b", '"is available"'),
    (r"\bcome further\b", '"progress"'),
    (r"\bsays (?:so|why|which|how|what|when|that)\b", '"reports", "explains", "lists", "states"'),
    (r"\bredirections?\b", '"redirect"'),
    (r"\bsomething else than\b", '"an invalid …", "an unexpected …"'),
    (r"\b[Ee]-mails?\b", '"email"'),
    (r"\b(?:small|capital) letters?\b|\b(?:upper|lower)-case\b", '"lowercase letters", "uppercase letters"'),
    (r"\b[Tt]ime-outs?\b", '"timeout"'),
    (r"\bdead letter queues?\b", '"dead-letter queue"'),
    (r"\b[Ll]ook at\b", '"see"'),
    (r"\bName (?:the (?:file|folder|registry|storage|workflow)|its|a folder)\b", '"Pass …", "Choose …"'),
    (r"\bin (?:its|their) places?\b", '"present"'),
    (r"\bA [a-z' ]+ has at (?:least|most)\b", '"must have", "can have at most"'),
    (r"\bstore of secrets\b", '"secret store"'),
]
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\\n]|\\.)*)`|>([^<>{}\n]+)<")
FOLDERS = ["Core", "Plugins"]
PAGES = ["README.md", "CONTRIBUTING.md", "registry/README.md", "Makefile"]
SUFFIXES = {".swift", ".md", ".ts", ".tsx", ".py"}
# The changelog quotes texts of earlier versions; nodes are published under their versions.
HISTORY = ("Core/Documentation/changelog.md", "Plugins/Nodes/")


def texts(file):
    """The texts of a file with their line numbers, and whether each is a sentence for users."""
    inside = False
    for number, line in enumerate(file.read_text().splitlines(), 1):
        stripped = line.strip()
        marks = line.count('"""') if file.suffix in {".swift", ".py"} else 0
        if stripped.endswith("lint:words"):
            continue
        if file.suffix == ".md":
            yield number, line, not str(file).startswith(HISTORY)
        elif file.name == "Makefile":
            if stripped.startswith("##"):
                yield number, stripped.lstrip("# "), True
        elif marks or inside:
            # Comments of code in texts, such as those of the generated module, are no sentences for users.
            if file.suffix == ".swift" and not stripped.startswith(("/", "*")):
                yield number, line.replace('"""', " "), True
            inside ^= marks % 2 == 1
        elif file.suffix == ".swift" and stripped.startswith("///"):
            yield number, stripped[3:], False
        elif not stripped.startswith(("//", "*", "/*", "#")):
            found = STRING.findall(line) if file.suffix in {".swift", ".py"} else map("".join, QUOTED.findall(line))
            yield from ((number, text, not str(file).startswith(HISTORY)) for text in found)


def problems(file):
    for number, text, is_sentence in texts(file):
        for pattern, instead in PATTERNS + (SENTENCES if is_sentence else []):
            if match := re.search(pattern, text):
                yield f"{file}:{number}: error: {match.group(0).strip()!r} in {text.strip()!r}; write {instead}"


files = [
    file
    for folder in FOLDERS
    for file in sorted(pathlib.Path(folder).rglob("*"))
    if file.suffix in SUFFIXES and not (file.suffix == ".ts" and str(file).startswith(HISTORY))
]
files += [pathlib.Path(page) for page in PAGES]
found = [problem for file in files for problem in problems(file)]
print("\n".join(found) or f"{len(files)} files have none of the {len(PATTERNS + SENTENCES)} patterns")
sys.exit(1 if found else 0)
