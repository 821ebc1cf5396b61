"""What tests of the console share: one server, one browser, and a signed-in page for each test."""

import importlib
import pathlib
import re
import time
import unittest

import axe_playwright_python
from playwright.sync_api import expect, sync_playwright

from server import EMAIL, PASSWORD, Server
from world import World

AXE = pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js"
# WCAG 2.1, levels A and AA.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ROOT = "/o/my-organization/my-project"
# Milliseconds. Long: passwords are derived slowly, on a machine that does something else besides.
TIMEOUT = 60_000
expect.set_options(timeout=TIMEOUT)


class Shared:
    """Made when the first test needs it, and ended by `run.py`."""

    executable = console = browser_path = None
    _server = _world = _playwright = _browser = _state = None
    # Servers of single screens, by name.
    _others = {}

    @classmethod
    def server(cls):
        if cls._server is None:
            cls._server = Server(cls.executable, cls.console)
            cls._server.set_up()
        return cls._server

    @classmethod
    def world(cls):
        if cls._world is None:
            cls._world = World(cls.server())
        return cls._world

    @classmethod
    def browser(cls):
        if cls._browser is None:
            cls._playwright = sync_playwright().start()
            # Chromium refuses its sandbox to root, as tests run in containers.
            cls._browser = cls._playwright.chromium.launch(
                executable_path=cls.browser_path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        return cls._browser

    @classmethod
    def new_context(cls, **options):
        """Another browser, as far as cookies go."""
        context = cls.browser().new_context(**options)
        context.set_default_timeout(TIMEOUT)
        return context

    @classmethod
    def state(cls):
        """The cookie of the owner's session on the shared server."""
        if cls._state is None:
            context = cls.new_context()
            page = context.new_page()
            sign_in(page, cls.server().base)
            cls._state = context.storage_state()
            context.close()
        return cls._state

    @classmethod
    def other(cls, name, make):
        """A server of its own for pictures that the shared one cannot show, made when the first of them is taken."""
        if name not in cls._others:
            cls._others[name] = make()
        return cls._others[name]

    @classmethod
    def end(cls):
        if cls._browser:
            cls._browser.close()
            cls._playwright.stop()
        for server in [*cls._others.values(), *filter(None, [cls._server])]:
            server.stop()


def sign_in(page, base, email=EMAIL, password=PASSWORD):
    page.goto(base + "/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/workflows")


class ConsoleTest(unittest.TestCase):
    """A test with a page of its own; an error in the browser's console fails it."""

    viewport = {"width": 1280, "height": 800}
    # Messages that a test expects, such as of requests that it lets fail.
    expected = ("Failed to load resource",)

    @property
    def server(self):
        return Shared.server()

    @property
    def world(self):
        return Shared.world()

    def setUp(self):
        self.problems, self.unanswered = [], set()
        self.context, self.page = self.new_page()

    def new_page(self, **options):
        """A page of another browser, as far as cookies go, with its context."""
        context = Shared.new_context(storage_state=self.state(), viewport=self.viewport, **options)
        return context, self.watched(context.new_page())

    def state(self):
        return Shared.state()

    def quiet(self):
        """Waits until the page asks for nothing; returns the addresses that it asks for from then on."""
        requests = []
        self.page.on("request", lambda request: requests.append(request.url))

        def asks_for_nothing():
            requests.clear()
            self.page.wait_for_timeout(1000)
            return not requests and not self.unanswered

        self.eventually("the end of the page's requests", asks_for_nothing)
        return requests

    def watched(self, page):
        # The streams of events stay open.
        page.on("request", lambda request: re.search(r"/api/(?!.*/(events|stream)(\?|$))", request.url)
                and self.unanswered.add(request))
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self.unanswered.discard(request))
        page.on("framenavigated", lambda frame: frame.parent_frame or self.unanswered.clear())
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        return page

    def tearDown(self):
        self.context.close()
        problems = [one for one in self.problems if not any(known in one for known in self.expected)]
        self.assertEqual(problems, [], "The browser reported errors")

    def open(self, path):
        """A screen of the first project."""
        self.page.goto(self.server.base + ROOT + path)
        return self.page

    def run_page(self, workflow, run, query=""):
        return self.open(f"/workflows/{workflow}/runs/{run}{query}")

    def heading(self, name):
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def button(self, name, exact=True):
        return self.page.get_by_role("button", name=name, exact=exact)

    def eventually(self, what, condition):
        """Waits until something is so, while the page goes on; returns what it is."""
        end = time.monotonic() + TIMEOUT / 1000
        while not (value := condition()):
            self.assertLess(time.monotonic(), end, f"Waited in vain for {what}")
            self.page.wait_for_timeout(50)
        return value

    def box(self, locator):
        """Where an element is, once it stays there: screens are arranged when they are shown already."""
        boxes = [None]

        def rests():
            boxes.append(locator.bounding_box())
            self.page.wait_for_timeout(100)
            return boxes[-1] is not None and boxes[-1] == boxes[-2]

        self.eventually("the place of an element", rests)
        return boxes[-1]


def violations(page):
    """What axe finds on the page, one line each."""
    # Colors in the middle of a transition are nobody's choice. `wait_for_function` asks again within the page, where its
    # policy allows no `eval`.
    at_rest = "document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)"
    for _ in range(600):
        if page.evaluate(at_rest):
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError("Waited 60 s in vain for animations to end.")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run(document, { runOnly: { type: 'tag', values: rules } })", RULES)
    return [f"{one['id']}: {one['help']} ({node['html'][:160]}) {node.get('failureSummary', '')[:240]}"
            for one in found["violations"] for node in one["nodes"]]


def screens(*lists):
    """The screens of all test files: their `SCREENS` are lists of a name and a function that opens one in a page, and their
    `PICTURES` lists of those that need a server of their own, where tests of their files do what tests of `SCREENS` do.

    Each function receives the page, the address of the project and the world, and returns when the screen is shown."""
    folder = pathlib.Path(__file__).parent
    modules = [importlib.import_module(file.stem) for file in sorted(folder.glob("test_*.py"))]
    return [screen for module in modules for name in lists or ["SCREENS"] for screen in getattr(module, name, [])]
