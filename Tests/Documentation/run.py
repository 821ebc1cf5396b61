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
- `postgresql`       (anywhere) `PGHOST`, `PGUSER` and `MILLRACE_POSTGRESQL_URL` are those of a server of the page's own
- `save FILE`        the block is also saved as FILE, as the page tells the reader to
- `run {…}`          the document is deployed to `local` and run with `params`, `env`, `event`, `triggerCode` or `call`; the
                     `json` block after it is the output
- `install NODE`     the node is installed before the document is compiled
- `skip REASON`      not run here
"""

import pathlib
import signal
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Demo"))
sys.dont_write_bytecode = True

import checks  # noqa: E402
import pages  # noqa: E402
from page_test import PageTest  # noqa: E402


class Results:
    def __init__(self):
        self.passed = self.failed = 0

    def add(self, place, error=None):
        if error is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"✘ {place}\n    " + str(error).strip().replace("\n", "\n    "), flush=True)


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


def main(binaries, registry, key, *names):
    results = Results()
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "Core/Documentation").glob("*.md"))]
    shown = [pages.Page(path, ROOT) for path in paths]
    checks.run(shown, results)
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
