"""What a page of Markdown holds: fenced blocks with the hooks before them, headings and links."""

import dataclasses
import re

FENCE = re.compile(r"^```(\w*)\s*$")
HOOK = re.compile(r"^<!-- test: (.*?) -->\s*$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


@dataclasses.dataclass
class Block:
    """A fenced block. `hook` is the text of a comment `<!-- test: … -->` on the line before it."""

    page: str
    line: int
    language: str
    text: str
    hook: str = ""

    @property
    def place(self):
        return f"{self.page}:{self.line}"


class Page:
    def __init__(self, path, root):
        self.path = path
        self.name = str(path.relative_to(root))
        self.lines = path.read_text().split("\n")
        self.blocks, self.prose, self.hooks = [], [], []
        self._read()

    def _read(self):
        fence, hook = None, ""
        for number, line in enumerate(self.lines, 1):
            if fence is not None:
                if line.startswith("```"):
                    fence.text = "\n".join(self.lines[fence.line : number - 1])
                    self.blocks.append(fence)
                    fence = None
            elif found := FENCE.match(line):
                fence, hook = Block(self.name, number, found.group(1), "", hook), ""
            elif found := HOOK.match(line):
                hook = found.group(1)
                self.hooks.append(hook)
            else:
                self.prose.append((number, re.sub(r"`[^`]*`", "``", line)))
                hook = hook if line == "" else ""
        if fence is not None:
            raise SystemExit(f"{fence.place}: this block has no end")

    def links(self):
        """(line, target) of every link and picture."""
        for number, line in self.prose:
            for found in LINK.finditer(line):
                yield number, found.group(1) or found.group(2)

    def anchors(self):
        """The anchors that hosts of Markdown make of headings."""
        heads = [line.lstrip("#").strip() for line in self.lines if re.match(r"#{1,6} ", line)]
        return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken_links(page, root, generated):
    """Links to files and headings that do not exist. `generated` names files that a build makes."""
    for line, target in page.links():
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (page.path.parent / file).resolve() if file else page.path
        if not path.exists():
            if path.name not in generated:
                yield f"{page.name}:{line}: {target} does not exist"
        elif anchor and anchor not in Page(path, root).anchors():
            yield f"{page.name}:{line}: {target}: no such heading"
