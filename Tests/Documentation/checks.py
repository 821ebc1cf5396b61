"""Checks of pages that need no program: links, paths, codes, length."""

import pathlib
import re

import pages

ROOT = pathlib.Path(__file__).resolve().parents[2]
README_LINES = 120
# Where diagnostics of documents come from.
CODES = ["Core/IR", "Core/Compiler", "Core/Platform/Versions", "Plugins/WorkerBackend", "Plugins/WorkerCompiler"]
# Pages that are generated from declarations and may not be there.
GENERATED: set[str] = set()


def undocumented_codes():
    """Codes of diagnostics in the sources that the reference of documents lacks."""
    page = (ROOT / "Core/Documentation/workflow-documents.md").read_text()
    sources = [path for folder in CODES for path in (ROOT / folder).rglob("*.swift")]
    codes = {code for path in sources for code in re.findall(r'"((?:ir|worker)(?:\.[a-zA-Z]+)+)"', path.read_text())}
    return sorted(code for code in codes if f"`{code}`" not in page and code != "worker.ts")


def missing_paths(page):
    """Paths of the repository that a page names and that do not exist."""
    for line, text in enumerate(page.lines, 1):
        for path in re.findall(r"`((?:Core|Plugins|Tests)/[\w./+-]+)`", text):
            if not (ROOT / path).exists():
                yield f"{page.name}:{line}: {path} does not exist"


def repository_files():
    """The files of the parts that the page of the architecture describes."""
    return [
        path.relative_to(ROOT).as_posix()
        for folder in ("Core", "Plugins", "Tests")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]


def missing_names(text, files, declarations):
    """Files and types in backticks of a text that the sources do not have.

    A path may be the end of a longer one, and `<…>` in it stands for anything. Of `Type.member`, the member is looked for
    as a nested type or any other declaration.
    """
    for name in re.findall(r"`([^`]+)`", text):
        if "/" in name or re.search(r"\.(?:swift|ts|json|py)$", name):
            if " " in name:
                continue
            pattern = re.sub(r"<[^<>]+>", "[^/]+", re.escape(name))
            if not any(re.search(rf"(?:^|/){pattern}(?:/|$)", path) for path in files):
                yield f"the file {name}"
        elif re.fullmatch(r"[A-Z]\w*(?:\.\w+)*", name):
            yield from (f"{part} of {name}" for part in name.split(".") if part not in declarations)


def wrong_rows(path):
    """What the table of changes in the page of the architecture names and the sources do not have."""
    files = repository_files()
    declared = re.compile(r"\b(?:struct|class|enum|protocol|actor|typealias|let|var|func|case) +`?(\w+)")
    sources = ((ROOT / file).read_text() for file in files if file.endswith(".swift") and not file.startswith("Tests/"))
    declarations = {name for source in sources for name in declared.findall(source)} | {"init"}
    rows = [line for line in path.read_text().partition("| Change | Where |")[2].splitlines() if line.startswith("| ")]
    if len(rows) < 10:
        yield "the table of changes is missing"
    for row in rows:
        yield from (f"{name} does not exist ({row[:40]}…)" for name in missing_names(row, files, declarations))


def run(shown, results):
    """Checks the pages of the documentation, and the links of those beside the code."""
    beside = [*ROOT.glob("Plugins/*.md"), *ROOT.glob("Plugins/*/*.md"), *ROOT.glob("registry/*.md")]
    for page in shown + [pages.Page(path, ROOT) for path in sorted(beside)]:
        broken = [*pages.broken_links(page, ROOT, GENERATED), *missing_paths(page)]
        results.add(page.name, "\n".join(broken) or None)
    unknown = undocumented_codes()
    results.add("workflow-documents.md", f"lacks {', '.join(unknown)}" if unknown else None)
    wrong = list(wrong_rows(ROOT / "Core/Documentation/architecture.md"))
    results.add("architecture.md", "\n".join(wrong) or None)
    length = len((ROOT / "README.md").read_text().splitlines())
    results.add("README.md", None if length <= README_LINES else f"{length} lines, more than {README_LINES}")
