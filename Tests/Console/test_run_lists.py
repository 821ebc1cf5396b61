"""Lists of runs: filters, figures, tests among them, and actions on several runs."""

import re

from playwright.sync_api import expect

from fixture import ConsoleTest
from world import node


def show_runs(page, root, world):
    page.goto(root + "/runs")
    expect(page.get_by_role("table")).to_be_visible()


def show_selection(page, root, world):
    show_runs(page, root, world)
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_text("1 run selected")).to_be_visible()


def show_workflow_runs(page, root, world):
    page.goto(f"{root}/workflows/{world.orders}/runs")
    expect(page.get_by_role("table")).to_be_visible()


SCREENS = [("runs", show_runs), ("runs-selected", show_selection), ("runs-workflow", show_workflow_runs)]


class RunListTests(ConsoleTest):
    def test_runs_are_filtered_by_status_and_workflow(self):
        self.world
        self.open("/runs")
        self.page.get_by_label("Status").select_option("errored")
        expect(self.page.get_by_role("table").get_by_text("Import of prices").first).to_be_visible()
        expect(self.page.get_by_role("table").get_by_text("Order notification")).to_have_count(0)
        self.page.get_by_label("Workflow").select_option(label="Order notification")
        expect(self.page.get_by_text("No run matches")).to_be_visible()
        self.page.get_by_label("Status").select_option("")
        expect(self.page.get_by_role("table").get_by_text("Order notification").first).to_be_visible()

    def test_runs_are_found_by_their_input_and_error(self):
        self.world
        found = self.world.started(self.world.orders, {"id": "Q-77/special"}, until="complete")
        self.open("/runs")
        table = self.page.get_by_role("table")
        search = self.page.get_by_label("Search runs")
        search.fill("q-77/")
        expect(table.get_by_role("checkbox")).to_have_count(1)
        expect(table.get_by_text(found)).to_be_visible()
        search.fill("row 3 has no")
        expect(table.get_by_text("Import of prices").first).to_be_visible()
        expect(table.get_by_text(found)).to_have_count(0)
        # The address keeps it.
        self.page.reload()
        expect(search).to_have_value("row 3 has no")
        search.fill("nothing like this")
        expect(self.page.get_by_text("No run matches")).to_be_visible()

    def test_test_runs_are_listed_apart_and_shown_as_what_they_are(self):
        run = self.server.call("POST", f"/api/workflows/{self.world.orders}/test", {"params": {"id": "T-1"}, "skipSleeps": True})
        self.open(f"/workflows/{self.world.orders}/runs")
        table = self.page.get_by_role("table")
        expect(table).to_be_visible()
        expect(table.get_by_text(run["id"])).to_have_count(0)
        self.page.get_by_label("Deployed or test").select_option("Test runs")
        table.get_by_role("link", name=run["id"]).click()
        self.heading("Test run of Order notification")
        expect(self.page.get_by_text("Draft, as it was tested")).to_be_visible()
        expect(self.page.get_by_role("row").filter(has_text="Pause")).to_contain_text("Skipped", timeout=60_000)
        expect(self.button("Run again")).to_have_count(0)

    def test_runs_are_filtered_by_version_connection_and_period(self):
        workflow = self.world.workflow("Filtered", [node("a", "step", "Alpha", 0, code="return 1;")])
        first = self.world.started(workflow, {}, until="complete")
        ir = {**self.server.call("GET", f"/api/workflows/{workflow}/full")["currentVersion"]["ir"]}
        ir["nodes"] = [{**ir["nodes"][0], "data": {"code": "return 2;"}}]
        self.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self.world.deploy(workflow)
        second = self.world.started(workflow, {}, until="complete")
        other = self.server.call("POST", "/api/connections", {"provider": "local", "name": "Unused", "credentials": {}})
        self.addCleanup(self.server.call, "DELETE", f"/api/connections/{other['id']}")
        self.open(f"/workflows/{workflow}/runs")
        table = self.page.get_by_role("table")
        for run in (first, second):
            expect(table.get_by_text(run)).to_be_visible()
        self.page.get_by_label("Version").select_option(label="Version 1")
        expect(table.get_by_text(second)).to_have_count(0)
        expect(table.get_by_text(first)).to_be_visible()
        # The address keeps the filters.
        self.page.reload()
        expect(self.page.get_by_label("Version")).to_have_value(re.compile(".+"))
        expect(table.get_by_text(first)).to_be_visible()
        expect(table.get_by_text(second)).to_have_count(0)
        with self.page.expect_request(lambda request: "createdAfter=" in request.url):
            self.page.get_by_label("Period").select_option(label="Last hour")
        expect(table.get_by_text(first)).to_be_visible()
        self.page.get_by_label("Connection").select_option(label="Unused")
        expect(self.page.get_by_text("No run matches")).to_be_visible()
        self.button("Clear filters").click()
        for run in (first, second):
            expect(table.get_by_text(run)).to_be_visible()

    def test_the_last_day_is_shown_in_figures(self):
        self.open(f"/workflows/{self.world.failing}/runs")
        figures = self.page.get_by_role("region", name="Last 24 hours")
        expect(figures).to_contain_text("Errored")
        before = int(figures.locator("dd").first.inner_text().split()[0])
        run = self.world.started(self.world.failing, {}, until="errored")
        expect(self.page.get_by_role("row").filter(has_text=run)).to_be_visible()
        expect(figures.locator("dd").first).to_have_text(f"{before + 1} runs" if before else "1 run")
        expect(figures.get_by_role("img", name="Runs of each hour")).to_be_visible()

    def test_a_list_shows_runs_that_others_start(self):
        self.open(f"/workflows/{self.world.rounds}/runs")
        self.heading("Writing of rows")
        expect(self.page.get_by_role("table").get_by_text(self.world.retried)).to_be_visible()
        run = self.world.started(self.world.rounds, {}, until="complete")
        row = self.page.get_by_role("row").filter(has_text=run)
        expect(row.get_by_text("Complete")).to_be_visible()

    def test_several_runs_are_terminated_at_once(self):
        waits = [node("w", "wait_for_event", "Wait", 0, eventType="go", timeout="1 day")]
        workflow = self.world.workflow("Many waits", waits)
        runs = [self.world.started(workflow, {}, until="waiting") for _ in range(3)]
        self.open(f"/workflows/{workflow}/runs")
        for run in runs[:2]:
            self.page.get_by_label(f"Select run {run}").check()
        expect(self.page.get_by_text("2 runs selected")).to_be_visible()
        self.button("Select all").click()
        expect(self.page.get_by_text("3 runs selected")).to_be_visible()
        self.page.get_by_label(f"Select run {runs[2]}").uncheck()
        self.button("Terminate").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Terminate").click()
        expect(self.page.get_by_text("2 done.")).to_be_visible()
        statuses = {run: self.server.call("GET", f"/api/workflows/{workflow}/runs/{run}")["status"] for run in runs}
        self.assertEqual(list(statuses.values()), ["terminated", "terminated", "waiting"])

    def test_a_list_in_another_tab_shows_a_run_that_ended(self):
        run = self.world.started(self.world.approval, {}, until="waiting")
        self.open(f"/workflows/{self.world.approval}/runs?status=waiting")
        expect(self.page.get_by_text(run)).to_be_visible()
        other = self.watched(self.context.new_page())
        other.goto(f"{self.server.base}{self.page.url.removeprefix(self.server.base).split('/workflows')[0]}"
                   f"/workflows/{self.world.approval}/runs/{run}")
        other.get_by_role("button", name="Terminate").click()
        other.get_by_role("dialog").get_by_role("button", name="Terminate").click()
        expect(other.locator(".page-header .badge")).to_have_text("Terminated")
        self.page.bring_to_front()
        self.page.reload()
        expect(self.page.get_by_text(run)).to_have_count(0)
