"""Runs: lists, one run with its parts, and every action on it."""

import re
import time

from playwright.sync_api import expect

from fixture import ROOT, ConsoleTest, Shared, sign_in
from server import Server
from world import World, document, node


def run_screen(workflow, run, view="steps"):
    def show(page, root, world):
        page.goto(f"{root}/workflows/{getattr(world, workflow)}/runs/{getattr(world, run)}?view={view}")
        expect(page.get_by_role("heading", name="Details")).to_be_visible()
        if view == "steps":
            expect(page.get_by_role("table", name="Steps")).to_be_visible()

    return show


def show_logs(page, root, world):
    run_screen("orders", "run", "logs")(page, root, world)
    expect(page.get_by_text("The stock is low")).to_be_visible()


SCREENS = [
    ("run", run_screen("orders", "run")), ("run-failed", run_screen("failing", "failed")),
    ("run-waiting", run_screen("approval", "waiting")), ("run-logs", show_logs),
]


def show_step(page, root, world):
    page.goto(f"{root}/workflows/{world.rounds}/runs/{world.retried}")
    page.get_by_role("button", name="Write a row [1]", exact=True).click()
    expect(page.get_by_role("region", name="Output of Write a row [1]")).to_be_visible()


def show_graph(page, root, world):
    page.goto(f"{root}/workflows/{world.failing}/runs/{world.failed}?view=graph")
    expect(page.locator("[data-node='write'].graph-mark-failed")).to_be_visible()


def show_test_graph(page, root, world):
    run = world.server.call("POST", f"/api/workflows/{world.draft}/test", {})["id"]
    page.goto(f"{root}/workflows/{world.draft}/runs/{run}?view=graph")
    expect(page.locator("[data-node='only'].graph-mark-done")).to_be_visible()


SCREENS += [("run-step", show_step), ("run-graph", show_graph), ("run-test-graph", show_test_graph)]


class RunTests(ConsoleTest):
    def test_the_graph_follows_the_run(self):
        run = self.world.started(self.world.approval, {"invoice": 8}, until="waiting")
        self.run_page(self.world.approval, run, "?view=graph")
        node = self.page.locator("[data-node]")
        expect(self.page.locator("[data-node='ask'].graph-mark-done")).to_be_visible()
        expect(self.page.locator("[data-node='decision'].graph-mark-waiting")).to_be_visible()
        expect(self.page.locator("[data-node='result'][class*='graph-mark']")).to_have_count(0)
        expect(node).to_have_count(3)
        self.server.call("POST", f"/api/workflows/{self.world.approval}/runs/{run}/events", {
            "type": "decision", "payload": {"approved": True}})
        for identifier in ("decision", "result"):
            expect(self.page.locator(f"[data-node='{identifier}'].graph-mark-done")).to_be_visible()
        # A node leads to its step.
        self.page.locator("[data-node='result']").click()
        expect(self.page.get_by_role("region", name="Output of Result")).to_be_visible()

    def test_the_graph_of_a_test_is_what_was_tested_and_follows_it(self):
        tested = document("Tested once", [
            node("first", "step", "First", 0, code="return 1;"),
            node("asks", "wait_for_event", "Asks", 140, eventType="answer", timeout="1 day"),
            node("last", "step", "Last", 280, code="throw new NonRetryableError('no');")])
        workflow = self.world.draft
        run = self.server.call("POST", f"/api/workflows/{workflow}/test", {"document": tested})["id"]
        self.run_page(workflow, run)
        self.heading("Test run of Weekly report")
        self.button("Graph").click()
        # Of the document that was sent, not of the workflow's version.
        expect(self.page.locator("[data-node]")).to_have_count(3)
        expect(self.page.locator("[data-node='first'].graph-mark-done")).to_be_visible()
        expect(self.page.locator("[data-node='asks'].graph-mark-waiting")).to_be_visible()
        expect(self.page.locator("[data-node='last'][class*='graph-mark']")).to_have_count(0)
        self.server.call("POST", f"/api/workflows/{workflow}/runs/{run}/events", {"type": "answer", "payload": {}})
        expect(self.page.locator("[data-node='last'].graph-mark-failed")).to_be_visible()
        self.page.locator("[data-node='first']").click()
        expect(self.page.get_by_role("region", name="Output of First")).to_be_visible()

    def test_nodes_that_lie_on_each_other_are_apart_in_the_graph(self):
        heap = document("Heap", [node(name, "step", name, 0, code="return 1;") for name in ("one", "two")])
        run = self.server.call("POST", f"/api/workflows/{self.world.draft}/test", {"document": heap})["id"]
        self.run_page(self.world.draft, run, "?view=graph")
        first, second = (self.box(self.page.locator(f"[data-node='{name}']")) for name in ("one", "two"))
        self.assertGreaterEqual(second["y"], first["y"] + first["height"])

    def test_a_graph_that_cannot_be_loaded_is_tried_again(self):
        address = re.compile(rf"/runs/{self.world.run}/document(\?|$)")
        self.page.route(address, lambda route: route.fulfill(
            status=503, json={"code": "server.overloaded", "detail": "Later.", "error": "Later."}))
        self.run_page(self.world.orders, self.world.run, "?view=graph")
        expect(self.page.get_by_role("alert")).to_contain_text("server.overloaded")
        self.page.unroute(address)
        self.button("Try again").click()
        expect(self.page.locator("[data-node='summary'].graph-mark-done")).to_be_visible()

    def test_a_run_shows_steps_input_output_and_logs(self):
        self.run_page(self.world.orders, self.world.run)
        steps = self.page.get_by_role("table", name="Steps")
        for name in ("Read the order", "Pause", "Summarize"):
            expect(steps.get_by_text(name)).to_be_visible()
        self.button("Input").click()
        expect(self.page.get_by_role("region", name="Input")).to_contain_text('"id": "A-1042"')
        self.button("Output").click()
        expect(self.page.get_by_role("region", name="Output")).to_contain_text('"total": 130')
        self.button("Logs").click()
        expect(self.page.get_by_text("Order A-1042")).to_be_visible()
        self.page.get_by_label("Level").select_option("warning")
        expect(self.page.get_by_text("Order A-1042")).to_have_count(0)
        expect(self.page.get_by_text("The stock is low")).to_be_visible()
        self.page.reload()
        expect(self.page.get_by_text("The stock is low")).to_be_visible()

    def test_a_step_shows_its_round_its_attempts_its_input_and_output(self):
        self.run_page(self.world.rounds, self.world.retried)
        steps = self.page.get_by_role("table", name="Steps")
        expect(steps.get_by_text("Round 1", exact=True)).to_be_visible()
        self.button("Write a row [1]").click()
        for text in ("Attempt 1", "Attempt 2", "Attempt 3", "Error: Busy, attempt 1 (line 4)",
                     "Error: Busy, attempt 2 (line 4)"):
            expect(steps.get_by_text(text, exact=True)).to_be_visible()
        expect(self.page.get_by_role("region", name="Input of Write a row [1]")).to_contain_text('"rows": [')
        output = self.page.get_by_role("region", name="Output of Write a row [1]")
        expect(output).to_contain_text('"row": "b"')
        # The address names the step.
        self.page.reload()
        expect(output).to_contain_text('"from": 2')
        steps.get_by_role("link", name="Show in the editor").click()
        self.page.wait_for_url("**/workflows/*?node=write")
        expect(self.page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Write a row")

    def test_a_run_is_followed_without_being_asked_about(self):
        run = self.world.started(self.world.approval, {}, until="waiting")
        self.run_page(self.world.approval, run)
        steps = self.page.get_by_role("table", name="Steps")
        expect(steps.get_by_text("Decision", exact=True)).to_be_visible()
        self.page.wait_for_load_state("load")
        requests = self.quiet()
        events = f"/api/workflows/{self.world.approval}/runs/{run}/events"
        self.server.call("POST", events, {"type": "decision", "payload": {"approved": False}})
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")
        expect(steps.get_by_text("Result")).to_be_visible()
        self.assertFalse([url for url in requests if f"/runs/{run}" in url], requests)

    def test_a_run_is_followed_over_a_restart_of_the_server(self):
        server = Server(Shared.executable, Shared.console)
        self.addCleanup(server.stop)
        server.set_up()
        world = World(server)
        run = world.started(world.approval, {}, until="waiting")
        context = Shared.new_context(viewport=self.viewport)
        self.addCleanup(context.close)
        page = context.new_page()
        sign_in(page, server.base)
        page.goto(f"{server.base}{ROOT}/workflows/{world.approval}/runs/{run}")
        expect(page.get_by_role("table", name="Steps").get_by_text("Decision", exact=True)).to_be_visible()
        began = time.monotonic()
        server.stop()
        # An open stream does not hold the server back, which would wait a minute for it.
        self.assertLess(time.monotonic() - began, 50)
        server.start()
        events = f"/api/workflows/{world.approval}/runs/{run}/events"
        server.call("POST", events, {"type": "decision", "payload": {}})
        expect(page.locator(".page-header .badge")).to_have_text("Complete")
        expect(page.get_by_role("table", name="Steps").get_by_text("Result")).to_be_visible()

    def test_a_failed_run_names_its_error_and_its_node(self):
        self.run_page(self.world.failing, self.world.failed)
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("Row 3 has no amount")
        expect(alert).to_contain_text("Node Write the rows, line 1")

    def test_an_error_leads_to_its_line_in_the_editor(self):
        code = "const rows = event.payload.rows ?? [];\nif (!rows.length) {\n  throw new NonRetryableError('No rows');\n}\nreturn rows;"
        workflow = self.world.workflow("Has no rows", [node("first", "step", "First", 0, code="return 1;"),
                                                       node("rows", "step", "Rows", 140, code=code)])
        run = self.world.started(workflow, {}, until="errored")
        self.run_page(workflow, run)
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("Node Rows, line 3")
        alert.get_by_role("link", name="Show in the editor").click()
        self.page.wait_for_url("**/workflows/*?node=rows&field=code&line=3")
        expect(self.page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Rows")
        self.cursor_is_in(3)

    def cursor_is_in(self, line):
        """A line of the code in the inspector, from 1."""
        self.eventually("the cursor", lambda: self.page.evaluate(
            "(line) => document.querySelector('.inspector .CodeMirror')?.CodeMirror?.getCursor()?.line === line", line - 1))

    def test_an_address_of_the_editor_names_a_node_and_a_line(self):
        self.open(f"/workflows/{self.world.orders}?node=read&field=code&line=2")
        self.cursor_is_in(2)
        expect(self.page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Read the order")
        # One that was deleted since.
        self.open(f"/workflows/{self.world.orders}?node=gone")
        expect(self.page.locator("[data-node='read']")).to_be_visible()

    def test_a_run_that_is_not_there_is_an_error_in_place(self):
        self.run_page(self.world.orders, "019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071")
        expect(self.page.get_by_role("alert")).to_contain_text("run.notFound")
