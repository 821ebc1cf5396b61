"""Runs what the documentation shows, against servers of its own, and checks its links.

    python3 Tests/Documentation/run.py BIN REGISTRY KEY [PAGE …]

BIN is the folder of the built programs, REGISTRY a registry of this package's nodes, KEY the key it is signed with.

- `sh` blocks of a page run in order in one shell; a `text` block after one is its output, where `…` stands for any text.
- `json` blocks parse; documents among them compile without errors and warnings.

Comments `<!-- test: … -->`, alone on the line before a block, say more:

- `server`           (anywhere) the page needs a server: `$URL` and `$KEY` name one, in an environment of its own
- `background URL`   the block goes on, as in a second terminal; what follows waits until URL responds
- `stop`             what the page started in the background is stopped first
- `fails`            a command of the block has to fail
- `emulator`         (anywhere) `CLOUDFLARE_API_TOKEN` and `CLOUDFLARE_ACCOUNT_ID` are those of an emulated account
- `save FILE`        the block is also saved as FILE, as the page tells the reader to
- `run {…}`          the document is deployed to `local` and run with `params`, `env`, `event`, `triggerCode` or `call`; the
                     `json` block after it is the output
- `install NODE`     the node is installed before the document is compiled
- `skip REASON`      not run here
"""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

import documents
import pages
from emulator import Emulator
from shell import Shell, matches

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Demo"))
from client import Client  # noqa: E402
from services import Service  # noqa: E402

README_LINES = 120
# Where diagnostics of documents come from.
CODES = ["Core/IR", "Core/Compiler", "Core/Platform/Versions", "Plugins/WorkerBackend", "Plugins/WorkerCompiler"]
# Pages that are generated from declarations and may not be there.
GENERATED = {"errors.md"}


class Results:
    def __init__(self):
        self.passed = self.failed = 0

    def add(self, place, error=None):
        if error is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"✘ {place}\n    " + str(error).strip().replace("\n", "\n    "), flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def reader_folder(parent, name, binaries, registry, key):
    """A folder that looks like the package, with what a reader has built."""
    folder = parent / name.replace("/", "-")
    (folder / ".build").mkdir(parents=True)
    (folder / "registry").mkdir()
    (folder / ".build/debug").symlink_to(binaries)
    (folder / ".build/tools").symlink_to(binaries.parent / "tools")
    (folder / ".build/registry.key").symlink_to(key)
    (folder / "registry/dist").symlink_to(registry)
    for part in ("Core", "Plugins", "Tests"):
        (folder / part).symlink_to(ROOT / part)
    return folder


class PageTest:
    def __init__(self, page, folder, results):
        self.page, self.results = page, results
        ports = {"8787", "8788", *re.findall(r"127\.0\.0\.1\D{1,4}(\d{4,5})\b", "\n".join(page.lines))}
        self.ports = {port: free_port() for port in ports}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MILLRACE_")}
        # No page waits for a minute to pass, and a port taken by another server is no reader's mistake.
        environment |= {"MILLRACE_PORT": self.ports["8787"], "MILLRACE_LOCAL_PORT": self.ports["8788"]}
        environment |= {"MILLRACE_RATE_LIMITS": "none", "MILLRACE_LOCAL_DENO": str(folder / ".build/tools/bin/deno")}
        self.emulator = None
        if "emulator" in page.hooks:
            self.emulator = Emulator(folder, environment)
            environment |= self.emulator.environment
        self.shell = Shell(folder, self.ports, environment)
        self.folder, self.examples, self.api = folder, None, None

    def run(self):
        try:
            if "server" in self.page.hooks:
                self._start_server()
            previous = None
            for block in self.page.blocks:
                previous = self._block(block, previous)
                if self.shell.ended:
                    self.results.add(block.place, "The rest of the page is not tested.")
                    break
        finally:
            self.shell.stop()
            if self.emulator is not None:
                self.emulator.stop()

    def _start_server(self):
        command = (
            ".build/debug/millrace serve --data millrace-data --local-allow-private --registry registry/dist"
            " --trusted-key $(.build/debug/millrace registry public-key .build/registry.key)"
        )
        base = "http://127.0.0.1:8787"
        error = self.shell.start(command, f"{base}/api/ready")
        if error is not None:
            sys.exit(f"{self.page.name}: the server did not start:\n{error}")
        self.shell.run(f"export URL={base} KEY=$(cat millrace-data/initial-api-key)")
        key = (self.folder / "millrace-data/initial-api-key").read_text().strip()
        self.api = Client(f"http://127.0.0.1:{self.ports['8787']}", key)

    def _block(self, block, previous):
        """Tests a block. `previous` is the output, or the run, that the next block may show."""
        command, _, argument = block.hook.partition(" ")
        if command == "skip":
            return None
        if command == "save":
            (self.folder / argument).write_text(self.shell.with_ports(block.text) + "\n")
        if block.language == "sh":
            return self._commands(block, command, argument)
        if block.language == "text" and isinstance(previous, str):
            shown = matches(block.text, previous)
            self.results.add(block.place, None if shown else f"The output is\n{previous}")
        if block.language == "json":
            return self._json(block, command, argument, previous)
        return None

    def _commands(self, block, command, argument):
        if command == "background":
            self.results.add(block.place, self.shell.start(block.text, argument))
            return None
        if command == "stop":
            self.shell.stop_background()
        output, error = self.shell.run(block.text)
        if command == "fails" and not self.shell.ended:
            error = None if error is not None else f"No command fails:\n{output}"
        self.results.add(block.place, error)
        return output

    def _json(self, block, command, argument, previous):
        try:
            value = json.loads(block.text)
        except ValueError as error:
            self.results.add(block.place, f"Not valid JSON: {error}")
            return None
        if not documents.is_document(value):
            # The output of the document before it; other values are parts of something.
            if isinstance(previous, dict):
                same = documents.agrees(value, previous["output"])
                self.results.add(block.place, None if same else f"The output is\n{json.dumps(previous['output'])}")
            return None
        if command == "install":
            self.api.call("POST", "/api/marketplace/install", {"nodeId": argument})
        # A page that starts its own server compiles its documents itself.
        problems = documents.compile_problems(self.api, value) if self.api else []
        self.results.add(block.place, "\n".join(f"{p.get('pointer')}: {p.get('message')}" for p in problems) or None)
        if command != "run" or problems:
            return None
        try:
            return {"output": self._examples().run(value, json.loads(argument or "{}"))}
        except Exception as error:
            self.results.add(block.place, error)
            return None

    def _examples(self):
        if self.examples is None:
            # What an example's requests get: what they asked for.
            echo = Service(lambda path, headers, body: (200, {"path": path, "received": body}))
            self.examples = documents.Examples(self.api, echo.url)
        return self.examples


def check_links(all_pages, results):
    for page in all_pages:
        broken = [*pages.broken_links(page, ROOT, GENERATED), *missing_paths(page)]
        results.add(page.name, "\n".join(broken) or None)


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


def main(binaries, registry, key, *names):
    results = Results()
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "Core/Documentation").glob("*.md"))]
    others = [*(ROOT / "Plugins").glob("*.md"), *(ROOT / "Plugins").glob("*/*.md"), *(ROOT / "registry").glob("*.md")]
    shown = [pages.Page(path, ROOT) for path in paths]
    check_links(shown + [pages.Page(path, ROOT) for path in sorted(others)], results)
    unknown = undocumented_codes()
    results.add("workflow-documents.md", f"lacks {', '.join(unknown)}" if unknown else None)
    length = len((ROOT / "README.md").read_text().splitlines())
    results.add("README.md", None if length <= README_LINES else f"{length} lines, more than {README_LINES}")
    with tempfile.TemporaryDirectory(prefix="millrace-documentation-") as parent:
        for page in shown:
            if not page.blocks or (names and page.name not in names and page.path.stem not in names):
                continue
            start = time.monotonic()
            folder = reader_folder(
                pathlib.Path(parent), page.name, *(pathlib.Path(path).absolute() for path in (binaries, registry, key))
            )
            PageTest(page, folder, results).run()
            print(f"{page.name}: {time.monotonic() - start:.1f} s", flush=True)
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed else 0


if __name__ == "__main__":
    # What pages started is ended with the test.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended by SIGTERM"))
    sys.exit(main(*sys.argv[1:]))
