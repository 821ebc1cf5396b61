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


def run(shown, results):
    """Checks the pages of the documentation, and the links of those beside the code."""
    beside = [*ROOT.glob("Plugins/*.md"), *ROOT.glob("Plugins/*/*.md"), *ROOT.glob("registry/*.md")]
    for page in shown + [pages.Page(path, ROOT) for path in sorted(beside)]:
        broken = [*pages.broken_links(page, ROOT, GENERATED), *missing_paths(page)]
        results.add(page.name, "\n".join(broken) or None)
    unknown = undocumented_codes()
    results.add("workflow-documents.md", f"lacks {', '.join(unknown)}" if unknown else None)
    length = len((ROOT / "README.md").read_text().splitlines())
    results.add("README.md", None if length <= README_LINES else f"{length} lines, more than {README_LINES}")
