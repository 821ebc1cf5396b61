"""The console's budgets: console.py BIN CONSOLE. Sizes of the first load, and frames of the editor's canvas.

Frames are measured in Chromium without a GPU, as on a machine of continuous integration. `spec/console.md` has the
budgets; a measure over its budget ends the script with 1."""

import gzip
import pathlib
import re
import shutil
import statistics
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent / "Console"
sys.path.insert(0, str(TESTS))

from fixture import ROOT, Shared  # noqa: E402
from documents import large  # noqa: E402

FIRST_LOAD = 180_000
INTERACTIVE = 1000
# Nodes: the median frame while the canvas moves, in milliseconds.
FRAMES = {50: 20, 200: 20, 1000: 35}
OPEN = {1000: 1500}
IDLE = 2

SAMPLER = """(steps) => new Promise((resolve) => {
  const surface = document.querySelector(".canvas-surface"), box = surface.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2, frames = [], places = new Set();
  let last = performance.now(), step = 0;
  const fire = (name, dx, dy) => window.dispatchEvent(new MouseEvent(name, { clientX: x + dx, clientY: y + dy, view: window }));
  const frame = (now) => {
    frames.push(now - last);
    places.add(document.querySelector(".canvas-world").style.transform);
    last = now;
    if (step++ >= steps) { fire("mouseup", 0, 0); return resolve(places.size > steps / 3 ? frames.slice(2) : []); }
    if (step % 4 === 0) surface.dispatchEvent(new WheelEvent("wheel", { deltaY: step % 40 < 20 ? -60 : 60, clientX: x, clientY: y, bubbles: true, cancelable: true }));
    else {
      const target = document.elementFromPoint(box.left + 8, box.top + 8);
      if (step % 4 === 1) target.dispatchEvent(new MouseEvent("mousedown", { clientX: x, clientY: y, bubbles: true, view: window }));
      fire("mousemove", 30 * Math.sin(step / 9), 24 * Math.cos(step / 7));
      if (step % 4 === 3) fire("mouseup", 0, 0);
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""


def first_load(console):
    """The bytes of what the page loads before a screen is shown, with gzip, and of the editor."""
    page = (console / "index.html").read_text()
    assets = console / "console"
    wanted, known = [name for name in re.findall(r"/console/([\w.-]+)", page)], set()
    while wanted:
        name = wanted.pop()
        if name in known or not (assets / name).exists():
            continue
        known.add(name)
        # What is imported at once; `import(` is loaded when it is needed.
        if name.endswith(".js"):
            wanted += re.findall(r'(?:from|import)"\./([\w.-]+)"', (assets / name).read_text())
    return sum(len(gzip.compress((assets / name).read_bytes())) for name in known)


def open_page(path, context):
    page = context.new_page()
    page.goto(Shared.server().base + ROOT + path)
    return page


def interactive(context):
    """From navigation to the first list, in a browser that has the files."""
    page = open_page("/workflows", context)
    page.get_by_role("link", name="Documentation").wait_for()
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    milliseconds = page.evaluate("performance.now()")
    page.close()
    return milliseconds


def frames_of(page):
    """The median frame while the canvas is panned and zoomed."""
    frames = page.evaluate(SAMPLER, 120)
    if not frames:
        raise RuntimeError("The canvas did not move.")
    return statistics.median(frames)


def editor(context, count):
    server = Shared.server()
    workflow = server.call("POST", "/api/workflows", {"name": f"{count} nodes"})["id"]
    server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": large(count)})
    page = open_page(f"/workflows/{workflow}", context)
    page.locator(".graph-node, canvas.overview").first.wait_for()
    page.reload()
    page.locator(".graph-node, canvas.overview").first.wait_for()
    opened = page.evaluate("performance.now()")
    page.wait_for_timeout(3000)
    whole = frames_of(page)
    for _ in range(14):
        if page.locator(".graph-node").count():
            break
        page.locator(".canvas-surface").press("+")
    page.locator(".graph-node").first.wait_for()
    near = frames_of(page)
    page.locator(".canvas-surface").press("ArrowDown")
    field = page.get_by_label("Name", exact=True)
    field.press("End")
    typing = []
    for letter in "benchmark":
        start = time.perf_counter()
        field.press(letter)
        typing.append((time.perf_counter() - start) * 1000)
    requests = []
    page.wait_for_timeout(4000)
    page.on("request", lambda request: requests.append(request.url))
    page.wait_for_timeout(20_000)
    page.close()
    return opened, whole, near, statistics.median(typing), len(requests) * 3


def main(folder, console):
    Shared.executable = str(pathlib.Path(folder).resolve() / "millrace")
    Shared.console = str(pathlib.Path(console).resolve())
    Shared.browser_path = shutil.which("chromium")
    failures = []

    def check(name, value, budget, unit):
        print(f"{name}: {value:,.0f} {unit}" + (f" (budget {budget:,})" if budget else ""), flush=True)
        if budget and value > budget:
            failures.append(name)

    try:
        check("First load, gzip", first_load(pathlib.Path(console)), FIRST_LOAD, "bytes")
        context = Shared.browser().new_context(storage_state=Shared.state(), viewport={"width": 1440, "height": 900})
        check("Interactive", interactive(context), INTERACTIVE, "ms")
        for count, budget in FRAMES.items():
            opened, whole, near, typing, idle = editor(context, count)
            check(f"{count} nodes, open", opened, OPEN.get(count), "ms")
            check(f"{count} nodes, median frame of the whole", whole, budget, "ms")
            check(f"{count} nodes, median frame close by", near, budget, "ms")
            check(f"{count} nodes, a letter in a form", typing, None, "ms")
            check(f"{count} nodes, requests a minute while idle", idle, IDLE, "")
    finally:
        Shared.end()
    if failures:
        sys.exit("Over budget: " + ", ".join(failures))


main(*sys.argv[1:])
