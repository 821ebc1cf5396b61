"""Runs: lists, one run with its parts, and every action on it."""

import json
import re
import time

from playwright.sync_api import expect

from fixture import ROOT, ConsoleTest, Shared, sign_in
from server import Server
from world import World, document, node


def show_runs(page, root, world):
    page.goto(root + "/runs")
    expect(page.get_by_role("table")).to_be_visible()


def show_selection(page, root, world):
    show_runs(page, root, world)
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_text("1 run selected")).to_be_visible()


def run_screen(workflow, run, view="steps"):
    def show(page, root, world):
        page.goto(f"{root}/workflows/{getattr(world, workflow)}/runs/{getattr(world, run)}?view={view}")
        expect(page.get_by_role("heading", name="Details")).to_be_visible()
        if view == "steps":
            expect(page.get_by_role("table", name="Steps")).to_be_visible()

    return show


def show_workflow_runs(page, root, world):
    page.goto(f"{root}/workflows/{world.orders}/runs")
    expect(page.get_by_role("table")).to_be_visible()


def show_logs(page, root, world):
    run_screen("orders", "run", "logs")(page, root, world)
    expect(page.get_by_text("The stock is low")).to_be_visible()


SCREENS = [
    ("runs", show_runs), ("runs-selected", show_selection), ("runs-workflow", show_workflow_runs),
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


def show_start(page, root, world):
    page.goto(f"{root}/workflows/{world.orders}/runs")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("id", exact=True)).to_be_visible()


SCREENS += [("run-start", show_start), ("run-step", show_step), ("run-graph", show_graph), ("run-test-graph", show_test_graph)]


class RunTests(ConsoleTest):
    def run_page(self, workflow, run, query=""):
        return self.open(f"/workflows/{workflow}/runs/{run}{query}")

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

    def test_a_list_shows_runs_that_others_start(self):
        self.open(f"/workflows/{self.world.rounds}/runs")
        self.heading("Writing of rows")
        expect(self.page.get_by_role("table").get_by_text(self.world.retried)).to_be_visible()
        run = self.world.started(self.world.rounds, {}, until="complete")
        row = self.page.get_by_role("row").filter(has_text=run)
        expect(row.get_by_text("Complete")).to_be_visible()

    def test_a_failed_run_names_its_error_and_its_node(self):
        self.run_page(self.world.failing, self.world.failed)
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("Row 3 has no amount")
        expect(alert).to_contain_text("Node write, line 1")

    def test_an_error_leads_to_its_line_in_the_editor(self):
        code = "const rows = event.payload.rows ?? [];\nif (!rows.length) {\n  throw new NonRetryableError('No rows');\n}\nreturn rows;"
        workflow = self.world.workflow("Has no rows", [node("first", "step", "First", 0, code="return 1;"),
                                                       node("rows", "step", "Rows", 140, code=code)])
        run = self.world.started(workflow, {}, until="errored")
        self.run_page(workflow, run)
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("Node rows, line 3")
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

    def test_a_run_is_started_and_followed_to_its_end(self):
        self.open(f"/workflows/{self.world.orders}/runs")
        self.button("Run").click()
        field = self.page.get_by_label("Input")
        field.fill("{")
        expect(self.page.get_by_text("This is not valid JSON.")).to_be_visible()
        expect(self.page.get_by_role("dialog").get_by_role("button", name="Run")).to_be_disabled()
        field.fill('{"id": "B-7"}')
        self.page.get_by_role("dialog").get_by_role("button", name="Run").click()
        self.page.wait_for_url("**/runs/*-*-*")
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")
        self.button("Output").click()
        expect(self.page.get_by_role("region", name="Output")).to_contain_text("B-7")

    def test_the_input_has_a_field_for_what_the_workflow_reads(self):
        self.open(f"/workflows/{self.world.orders}/runs")
        self.button("Run").click()
        dialog = self.page.get_by_role("dialog")
        text = dialog.get_by_label("Input")
        field = dialog.get_by_label("id", exact=True)
        field.fill("B-8")
        self.assertEqual(json.loads(text.input_value()), {"id": "B-8"})
        # Both are of one text.
        text.fill('{"note": [1], "id": 12345678901234567890}')
        expect(field).to_have_value("12345678901234567890")
        text.fill("[1]")
        expect(field).to_be_disabled()
        text.fill('{"note": [1]}')
        field.fill('"17"')
        self.assertEqual(json.loads(text.input_value()), {"note": [1], "id": "17"})
        dialog.get_by_role("button", name="Run", exact=True).click()
        self.page.wait_for_url("**/runs/*-*-*")
        self.button("Input").click()
        expect(self.page.get_by_role("region", name="Input")).to_contain_text('"id": "17"')

    def test_a_run_is_made_again_with_another_input(self):
        self.run_page(self.world.orders, self.world.run)
        self.button("Run again").click()
        field = self.page.get_by_role("dialog").get_by_label("Input")
        self.assertEqual(json.loads(field.input_value()), {"id": "A-1042"})
        field.fill('{"id": "A-1043"}')
        self.page.get_by_role("dialog").get_by_role("button", name="Run").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.eventually("the page of the new run", lambda: not self.page.url.endswith(self.world.run))
        self.button("Input").click()
        expect(self.page.get_by_role("region", name="Input")).to_contain_text("A-1043")

    def test_an_event_continues_a_run_that_waits_for_it(self):
        run = self.world.started(self.world.approval, {}, until="waiting")
        self.run_page(self.world.approval, run)
        expect(self.page.get_by_text("Waits for the event decision.")).to_be_visible()
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Send event").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_label("Type")).to_have_value("decision")
        dialog.get_by_label("Payload").fill('{"approved": true}')
        dialog.get_by_role("button", name="Send event").click()
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")
        self.button("Output").click()
        expect(self.page.get_by_role("region", name="Output")).to_contain_text('"approved": true')

    def test_a_run_is_paused_resumed_and_terminated(self):
        run = self.world.started(self.world.approval, {}, until="waiting")
        self.run_page(self.world.approval, run)
        badge = self.page.locator(".page-header .badge")
        self.button("Pause").click()
        expect(badge).to_have_text("Paused")
        self.button("Resume").click()
        expect(badge).to_have_text("Waiting")
        self.button("Terminate").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Terminate").click()
        expect(badge).to_have_text("Terminated")
        expect(self.button("Terminate")).to_have_count(0)

    def test_a_run_is_restarted_from_a_step_and_from_its_beginning(self):
        run = self.world.started(self.world.orders, {"id": "C-1"}, until="complete")
        self.run_page(self.world.orders, run)
        self.button("Actions for Summarize").click()
        self.page.get_by_role("menuitem", name="Restart from here").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Restart").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.world.wait(self.world.orders, run, "complete")
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Restart").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Restart").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.world.wait(self.world.orders, run, "complete")
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")

    def test_a_run_is_copied_as_a_command(self):
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.run_page(self.world.orders, self.world.run)
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Copy as curl").click()
        expect(self.page.get_by_text("Copied.")).to_be_visible()
        command = self.page.evaluate("navigator.clipboard.readText()")
        self.assertIn(f"/api/workflows/{self.world.orders}/trigger'", command)
        self.assertIn("A-1042", command)

    def test_a_run_is_deleted(self):
        run = self.world.started(self.world.orders, {"id": "D-1"}, until="complete")
        self.run_page(self.world.orders, run)
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Delete").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        self.page.wait_for_url("**/runs")
        with self.assertRaisesRegex(RuntimeError, "run.notFound"):
            self.server.call("GET", f"/api/workflows/{self.world.orders}/runs/{run}")

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

    def test_a_run_that_is_not_there_is_an_error_in_place(self):
        self.run_page(self.world.orders, "019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071")
        expect(self.page.get_by_role("alert")).to_contain_text("run.notFound")

    def test_a_workflow_that_is_not_deployed_leads_to_its_deploy(self):
        self.open(f"/workflows/{self.world.draft}/runs")
        expect(self.page.get_by_text("No runs yet")).to_be_visible()
        self.button("Run").first.click()
        expect(self.page.get_by_text("The workflow is not deployed.")).to_be_visible()
        expect(self.page.get_by_role("dialog").get_by_role("link", name="Deploy")).to_be_visible()
