"""What the console asks of a server: the size of the first load, and requests of pages that nobody touches."""

import re

from playwright.sync_api import expect

from fixture import ROOT, ConsoleTest

# Bytes, as they are sent; and requests a minute of a page on which nothing happens.
FIRST_LOAD, IDLE_REQUESTS = 180_000, 2


# Requests of an organization in a minute, by default.
DEFAULT_LIMIT = 200


# What a browser does with a tab when another one is shown.
HIDE = """() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


class TrafficTests(ConsoleTest):
    def test_the_first_load_is_small(self):
        sizes = {}
        self.page.on("requestfinished", lambda request: "/console/" in request.url and sizes.update(
            {request.url: request.sizes()["responseBodySize"]}))
        self.world
        self.open("/workflows")
        expect(self.page.get_by_text("Weekly report")).to_be_visible()
        self.assertTrue(any(re.search(r"/main-\w+\.js", url) for url in sizes), sizes)
        self.assertLessEqual(sum(sizes.values()), FIRST_LOAD, sizes)

    def test_an_idle_page_hardly_asks(self):
        self.page.clock.install()
        self.world
        for path in ("/workflows", f"/workflows/{self.world.draft}/runs", f"/workflows/{self.world.orders}/runs/"
                     + self.world.run, f"/workflows/{self.world.approval}/runs/{self.world.waiting}", "/functions"):
            self.open(path)
            expect(self.page.get_by_role("heading", level=1)).to_be_visible()
            requests = self.quiet()
            self.page.clock.run_for(60_000)
            self.page.wait_for_timeout(200)
            self.assertLessEqual(len(requests), IDLE_REQUESTS, (path, requests))

    def test_ten_open_tabs_stay_within_the_default_limit(self):
        requests = []
        self.context.on("request", lambda request: "/api/" in request.url and requests.append(request.url))
        paths = ["/workflows", "/functions", "/runs", "/marketplace", "/settings", f"/workflows/{self.world.orders}",
                 f"/workflows/{self.world.orders}/versions", f"/workflows/{self.world.orders}/deploy",
                 f"/workflows/{self.world.orders}/runs", f"/workflows/{self.world.orders}/runs/{self.world.run}"]
        tabs = [self.page] + [self.watched(self.context.new_page()) for _ in paths[1:]]
        for tab, path in zip(tabs, paths):
            tab.goto(self.server.base + ROOT + path)
            expect(tab.get_by_role("heading", level=1)).to_be_visible()
            # Browsers keep six connections to a server: a tab that is not seen must leave its stream to the others.
            tab.evaluate(HIDE)
        self.quiet()
        # All within a minute, and those of the rest of it.
        self.assertLessEqual(len(requests) + len(tabs) * IDLE_REQUESTS, DEFAULT_LIMIT, requests)

    def test_a_change_in_one_tab_is_seen_in_another(self):
        self.world
        self.open("/workflows")
        expect(self.page.get_by_text("Weekly report")).to_be_visible()
        other = self.watched(self.context.new_page())
        other.goto(self.page.url)
        other.get_by_role("button", name="New workflow", exact=True).click()
        other.get_by_role("dialog").get_by_label("Name").fill("Made in another tab")
        other.get_by_role("button", name="Create").click()
        other.wait_for_url("**/workflows/*-*-*")
        self.page.bring_to_front()
        expect(self.page.get_by_text("Made in another tab")).to_be_visible()
