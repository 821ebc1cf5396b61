"""Test runs in the editor: of the document, up to a node, and with pinned values."""

from playwright.sync_api import expect

from documents import document, edge, graph
from editor import EditorTest
from world import node

TRIED = graph(
    "Tried",
    [node("draw", "step", "Draw", 0, code="return { number: Math.random() };", retryLimit=0),
     node("twice", "step", "Twice", 140, code="return { doubled: draw.number * 2, of: event.payload.of };", retryLimit=0),
     node("fail", "step", "Fail", 280, code="throw new NonRetryableError('too far');", retryLimit=0)],
    [edge("draw", "twice"), edge("twice", "fail")])


def show_test(page, root, world):
    workflow = world.__dict__.get("tested_workflow")
    if workflow is None:
        workflow = world.tested_workflow = world.server.call("POST", "/api/workflows", {"name": "Tried"})["id"]
        world.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": TRIED})
    page.goto(f"{root}/workflows/{workflow}")
    page.locator("[data-node=twice]").click()
    page.get_by_role("button", name="Run up to here").click()
    expect(page.get_by_role("region", name="Output of the test run")).to_contain_text("doubled")
    expect(page.get_by_role("button", name="Pin output")).to_be_visible()


SCREENS = [("editor-test", show_test)]


class TestRunTests(EditorTest):
    def setUp(self):
        super().setUp()
        self.workflow = self.make(TRIED, "Tried")
        self.edit(self.workflow)

    def runs(self, query=""):
        return self.server.call("GET", f"/api/workflows/{self.workflow}/runs{query}")["data"]

    def output(self):
        return self.page.get_by_role("region", name="Output of the test run")

    def test_a_node_is_run_with_what_comes_before_it_and_its_output_is_pinned(self):
        self.node("twice").click()
        self.page.get_by_role("button", name="Run up to here").click()
        expect(self.page.get_by_role("heading", name="Test up to Twice")).to_be_visible()
        expect(self.output()).to_contain_text("doubled")
        expect(self.page.get_by_role("list", name="Steps of the test run").get_by_role("listitem")).to_have_count(2)
        expect(self.node("draw")).to_have_attribute("aria-label", "Draw, Step, complete")
        expect(self.node("fail")).to_have_attribute("aria-label", "Fail, Step")
        self.node("draw").click()
        self.page.get_by_role("button", name="Pin output").click()
        expect(self.page.get_by_text("Tests use this value and do not run the node.")).to_be_visible()

        # Pinned after a reload, too.
        self.page.reload()
        expect(self.node("draw")).to_have_attribute("aria-label", "Draw, Step, has a pinned value")
        self.node("twice").click()
        self.page.get_by_role("button", name="Run up to here").click()
        expect(self.output()).to_contain_text("doubled")
        second, first = self.runs("?test=true")
        outputs = [self.server.call("GET", f"/api/workflows/{self.workflow}/runs/{run['id']}")["output"]
                   for run in (first, second)]
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(self.runs(), [])
        self.assertIsNone(self.server.call("GET", f"/api/workflows/{self.workflow}")["draft"])

        self.node("draw").click()
        self.page.get_by_role("button", name="Remove value").click()
        expect(self.node("draw")).not_to_have_attribute("aria-label", "Draw, Step, has a pinned value")

    def test_the_document_is_tested_with_an_input_as_it_is_edited_and_fails_at_its_node(self):
        self.node("fail").click()
        self.page.get_by_role("button", name="Pin a value", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Pinned value").fill("not JSON")
        expect(dialog.get_by_role("button", name="Pin a value")).to_be_disabled()
        dialog.get_by_label("Pinned value").fill('{"instead": true}')
        dialog.get_by_role("button", name="Pin a value").click()
        self.page.get_by_role("button", name="Test", exact=True).click()
        dialog = self.page.get_by_role("dialog", name="Test the workflow")
        expect(dialog).to_contain_text("1 node has a pinned value and is not run.")
        dialog.get_by_label("Input").fill('{"of": "me"}')
        dialog.get_by_role("button", name="Test", exact=True).click()
        expect(self.output()).to_contain_text("instead")
        expect(self.node("fail")).to_have_attribute("aria-label", "Fail, Step, complete")
        # Without the value the node fails, and the canvas shows where.
        self.page.get_by_role("button", name="Remove value").click()
        self.page.get_by_role("button", name="Run up to here").click()
        expect(self.page.get_by_role("region", name="Test run").get_by_role("alert")).to_contain_text(
            "too far")
        expect(self.node("fail")).to_have_attribute("aria-label", "Fail, Step, failed")
        self.assertEqual([run["status"] for run in self.runs("?test=true")], ["errored", "complete"])
        self.page.get_by_role("button", name="Close the test run").click()
        expect(self.node("fail")).to_have_attribute("aria-label", "Fail, Step")

    def test_a_document_with_errors_is_not_run_and_a_run_can_be_opened(self):
        self.node("twice").click()
        self.page.get_by_role("button", name="Run up to here").click()
        expect(self.output()).to_contain_text("doubled")
        self.page.get_by_role("link", name="Open the run").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        broken = self.make(graph("Broken", [node("only", "step", "Only", 0, code="return 1;")], []), "Broken")
        self.edit(broken)
        self.node("only").click()
        self.page.get_by_label("Name", exact=True).fill("")
        self.page.get_by_role("button", name="Run up to here").click()
        expect(self.page.get_by_role("region", name="Test run").get_by_role("alert")).to_be_visible()
        self.assertEqual(self.server.call("GET", f"/api/workflows/{broken}/runs?test=true")["data"], [])

    def test_expressions_offer_what_nodes_returned_in_a_test_and_what_is_pinned(self):
        workflow = self.make(graph(
            "Sampled", [node("read", "step", "Read", 0, code="return { order: { number: 'A-1', lines: [1, 2] } };"),
                        node("ask", "http_request", "Ask", 140, method="GET", url="https://example.com/")],
            [edge("read", "ask")]), "Sampled")
        self.edit(workflow)
        self.node("read").click()
        self.button("Run up to here").click()
        expect(self.output()).to_contain_text("A-1", timeout=60_000)
        self.node("ask").click()
        url = self.page.get_by_label("URL")
        url.fill("https://example.com/")
        url.press("End")
        url.press_sequentially("{{read.order.")
        offered = self.page.get_by_role("listbox", name="Values that can be used here").get_by_role("option")
        expect(offered).to_have_count(2)
        expect(offered.nth(0)).to_contain_text('read.order.number"A-1"')
        expect(offered.nth(1)).to_contain_text("read.order.lines[2]")
        url.press("Enter")
        expect(url).to_have_value("https://example.com/{{read.order.number}}")
        # A pinned value comes first.
        self.node("read").click()
        self.page.get_by_role("button", name="Pin a value", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Pinned value").fill('{"order": {"code": 7}}')
        dialog.get_by_role("button", name="Pin a value").click()
        self.node("ask").click()
        url.press("End")
        url.press_sequentially("{{read.order.")
        expect(offered).to_have_count(1)
        expect(offered).to_contain_text("read.order.code7")

    def test_a_day_of_sleep_is_skipped_unless_somebody_wants_to_wait(self):
        workflow = self.make(graph(
            "Rest", [node("rest", "sleep", "Rest", 0, duration="1 day"), node("after", "step", "After", 140, code="return 1;")],
            [edge("rest", "after")]), "Rest")
        self.edit(workflow)
        self.node("after").click()
        self.button("Run up to here").click()
        expect(self.output()).to_contain_text("1", timeout=60_000)
        steps = self.page.get_by_role("list", name="Steps of the test run").get_by_role("listitem")
        expect(steps.first).to_contain_text("Skipped")
        expect(steps.last).to_contain_text("Succeeded")
        self.button("Test options").click()
        dialog = self.page.get_by_role("dialog", name="Test up to After")
        dialog.get_by_label("Skip sleeps").uncheck()
        dialog.get_by_role("button", name="Test", exact=True).click()
        expect(steps.first).to_contain_text("Pending", timeout=60_000)
        # Kept for the next test, after a reload, too.
        self.page.reload()
        self.button("Test").click()
        expect(self.page.get_by_role("dialog").get_by_label("Skip sleeps")).not_to_be_checked()
        run = self.server.call("GET", f"/api/workflows/{workflow}/runs?test=true")["data"][0]["id"]
        self.server.call("POST", f"/api/workflows/{workflow}/runs/{run}/terminate")

    def test_an_event_is_sent_to_a_test_that_waits_for_it(self):
        workflow = self.make(graph(
            "Asks", [node("wait", "wait_for_event", "Wait", 0, eventType="decision", timeout="1 day"),
                     node("after", "step", "After", 140, code="return wait.payload;")], [edge("wait", "after")]), "Asks")
        self.edit(workflow)
        self.node("after").click()
        self.button("Run up to here").click()
        self.page.get_by_role("region", name="Test run").get_by_role("button", name="Send event").click(timeout=60_000)
        dialog = self.page.get_by_role("dialog", name="Send event")
        expect(dialog.get_by_label("Type")).to_have_value("decision")
        dialog.get_by_label("Payload").fill('{"approved": true}')
        dialog.get_by_role("button", name="Send event").click()
        expect(self.output()).to_contain_text('"approved": true', timeout=60_000)

    def test_a_function_is_run_with_its_nodes_as_steps(self):
        workflow = self.server.call("POST", "/api/workflows", {"name": "Priced", "kind": "script"})["id"]
        nodes = [node("each", "step", "Each", 0, code="return 2.5;"),
                 node("price", "step", "EXPORT_price", 140, code="return event.payload.quantity * each;")]
        ir = document("Priced", nodes, "script", {"type": "http"})
        self.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self.edit(workflow)
        self.button("Test").click()
        dialog = self.page.get_by_role("dialog", name="Test the function")
        dialog.get_by_label("Body of the request").fill('{"quantity": 3}')
        dialog.get_by_role("button", name="Test", exact=True).click()
        expect(self.output()).to_contain_text('"price": 7.5', timeout=60_000)
        expect(self.node("each")).to_have_attribute("aria-label", "Each, Step, complete")
        self.node("each").click()
        self.button("Run up to here").click()
        expect(self.output()).to_have_text("2.5", timeout=60_000)

    def test_a_step_that_is_tried_again_shows_why_and_its_defaults(self):
        ir = graph("Retried", [node("read", "step", "Read", 0, code="return event.payload.order.items.length;")], [])
        self.edit(self.make(ir, "Retried"))
        self.node("read").click()
        expect(self.page.get_by_label("Retry delay")).to_have_attribute("placeholder", "Default: 10 seconds")
        self.button("Run up to here").click()
        panel = self.page.locator(".wait")
        expect(panel).to_contain_text("1 of 6 attempts failed", timeout=60_000)
        expect(panel).to_contain_text("TypeError: Cannot read properties of undefined")

    def test_a_connection_is_chosen_where_several_run_tests(self):
        second = self.server.call("POST", "/api/connections", {"provider": "local", "name": "Second", "credentials": {}})["id"]
        try:
            self.page.reload()
            self.node("twice").click()
            self.button("Run up to here").click()
            dialog = self.page.get_by_role("dialog", name="Test up to Twice")
            expect(dialog.get_by_role("button", name="Test", exact=True)).to_be_disabled()
            dialog.get_by_label("Connection").select_option("Second")
            dialog.get_by_role("button", name="Test", exact=True).click()
            expect(self.output()).to_contain_text("doubled", timeout=60_000)
            self.button("Run up to here").click()
            self.wait_for_server(lambda: len(self.runs("?test=true")) == 2)
            self.assertEqual({run["connectionId"] for run in self.runs("?test=true")}, {second})
            expect(self.output()).to_contain_text("doubled", timeout=60_000)
        finally:
            self.server.call("DELETE", f"/api/connections/{second}")
