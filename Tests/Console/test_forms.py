"""The editor: forms, problems, source and generated code."""

import json
import re

from playwright.sync_api import expect

from documents import KINDS, edge, graph, spelled
from editor import CHAIN, EditorTest
from world import node


class FormTests(EditorTest):
    def test_a_problem_leads_to_its_field(self):
        workflow = self.make(graph("Problem", [*CHAIN, node("call", "http_request", "Call", 280, url="https://example.com")],
                                   [edge("a", "b"), edge("b", "call")]))
        self.edit(workflow)
        self.node("call").click()
        self.page.get_by_label("URL").fill("")
        self.checked("1 error")
        self.node("a").click()
        self.page.get_by_role("button", name=re.compile("is required")).click()
        expect(self.page.get_by_label("URL")).to_be_focused()
        expect(self.node("call")).to_have_class(re.compile("graph-mark-error"))

    def test_an_error_is_shown_at_its_line_of_code(self):
        workflow = self.make(graph("Code", CHAIN, [edge("a", "b")]))
        self.edit(workflow)
        self.node("b").click()
        editor = self.page.locator(".inspector .CodeMirror")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type("const x = 1;\nreturn a.total + ;")
        self.checked("1 error")
        expect(self.page.locator(".code-note-error")).to_be_visible()
        line = self.page.locator(".inspector .CodeMirror-code > div").nth(1)
        expect(line.locator(".code-line-error")).to_have_count(1)

    def test_an_expression_is_completed(self):
        workflow = self.make(graph("Expression", [
            node("call", "http_request", "Call", 0, url="https://example.com"),
            node("next", "http_request", "Next", 140, url="https://example.com")], [edge("call", "next")]))
        self.edit(workflow)
        self.node("next").click()
        field = self.page.get_by_label("URL")
        field.fill("")
        field.press_sequentially("https://example.com/{{ca")
        expect(self.page.get_by_role("option", name="call Call")).to_be_visible()
        self.page.keyboard.press("Enter")
        expect(field).to_have_value("https://example.com/{{call}}")
        field.press("End")
        field.press_sequentially("/{{call.st")
        expect(self.page.get_by_role("option", name=re.compile("status")).first).to_be_visible()
        self.page.keyboard.press("Enter")
        expect(field).to_have_value("https://example.com/{{call}}/{{call.status}}")

    def test_an_id_is_renamed_with_what_reads_it(self):
        workflow = self.make(graph("Renamed", CHAIN, [edge("a", "b")]))
        self.edit(workflow)
        self.node("a").click()
        field = self.page.get_by_label("Id", exact=True)
        field.fill("b")
        field.press("Enter")
        expect(self.page.get_by_text("Another node has this id.")).to_be_visible()
        field.fill("order")
        field.press("Enter")
        self.save()
        self.saved(2)
        ir = self.document(workflow)
        self.assertEqual([ir["entryNodeId"], ir["edges"][0]["source"], ir["nodes"][1]["data"]["code"]],
                         ["order", "order", "return order.total;"])

    def test_arms_of_a_branch_are_edited_with_their_edges(self):
        workflow = self.make(KINDS["branch"])
        self.edit(workflow)
        self.node("size").click()
        label = self.page.get_by_label("Label of arm 1")
        label.fill("huge")
        label.press("Enter")
        self.page.get_by_label("Condition of arm 1").fill("{{first.total}} > 800")
        self.checked("No problems")
        self.save()
        self.saved(2)
        ir = self.document(workflow)
        self.assertEqual(ir["nodes"][1]["data"]["branches"][0], {"label": "huge", "condition": "{{first.total}} > 800"})
        self.assertEqual([one.get("label") for one in ir["edges"]], [None, "huge", "small"])

    def test_a_schedule_is_shown_in_words(self):
        workflow = self.make(graph("Scheduled", CHAIN, [edge("a", "b")]))
        self.edit(workflow)
        self.page.get_by_label("Starts with").select_option("cron")
        self.page.get_by_label("Cron expression").fill("30 9 * * MON-FRI")
        expect(self.page.get_by_text("At 09:30 from Monday to Friday (UTC)")).to_be_visible()
        expect(self.page.locator(".cron li")).to_have_count(5)
        self.page.get_by_label("Cron expression").fill("30 9 31 2 *")
        expect(self.page.get_by_text("This date never comes.")).to_be_visible()

    def test_what_a_request_needs_is_part_of_the_trigger(self):
        workflow = self.make(graph("Guarded", CHAIN, [edge("a", "b")]))
        self.edit(workflow)
        self.page.get_by_label("Starts with").select_option("http")
        self.page.get_by_label("A request needs").select_option("hmac")
        self.page.get_by_label("Header with the signature").fill("X-Shop")
        self.page.get_by_label("Variable with the secret").fill("shop")
        self.checked("1 error")
        expect(self.page.locator(".field-error")).to_contain_text("is not the name of a variable")
        self.page.get_by_label("Variable with the secret").fill("SHOP_SECRET")
        self.checked("No problems")
        self.save()
        self.saved(2)
        auth = {"type": "hmac", "secret": "SHOP_SECRET", "header": "X-Shop"}
        self.assertEqual(self.document(workflow)["trigger"], {"type": "http", "auth": auth})
        self.page.get_by_label("A request needs").select_option("none")
        self.save()
        self.saved(3)
        self.assertEqual(self.document(workflow)["trigger"], {"type": "http"})

    def test_source_and_canvas_are_one_document(self):
        workflow = self.make(json.loads(spelled()))
        self.edit(workflow)
        self.page.get_by_role("button", name="Source").click()
        source = self.page.locator(".source-view .CodeMirror")
        expect(source).to_be_visible()
        text = self.eventually("the source", lambda: source.evaluate("element => element.CodeMirror.getValue()"))
        source.evaluate("(element, text) => { const editor = element.CodeMirror; editor.focus(); "
                        "editor.replaceRange(text, { line: 0, ch: 0 }, { line: editor.lineCount(), ch: 0 }, '+input'); }",
                        text.replace('"Only"', '"Changed"'))
        expect(self.node("only")).to_contain_text("Changed")
        source.evaluate("element => element.CodeMirror.replaceRange('{', { line: 0, ch: 0 }, undefined, '+input')")
        expect(self.page.get_by_text("Not applied yet")).to_be_visible()
        self.node("only").click()
        self.page.get_by_label("Name", exact=True).fill("By form")
        self.eventually("the source to have the name", lambda: '"By form"' in source.evaluate(
            "element => element.CodeMirror.getValue()"))

    def test_numbers_and_unknown_members_are_saved_as_they_were(self):
        workflow = self.make(None)
        self.raw_version(workflow, spelled())
        self.edit(workflow)
        self.node("only").click()
        self.page.get_by_label("Name", exact=True).fill("Renamed")
        with self.page.expect_request(lambda request: request.url.split("?")[0].endswith("/versions") and request.method == "POST") as sent:
            self.save()
        self.saved(2)
        self.assertEqual(sent.value.post_data, '{"ir":' + spelled().replace('"Only"', '"Renamed"') + "}")

    def raw_version(self, workflow, text):
        key = (self.server.folder / "data/initial-api-key").read_text().strip()
        reply = self.context.request.post(
            f"{self.server.base}/api/workflows/{workflow}/versions", data='{"ir":' + text + "}",
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Cookie": ""})
        self.assertTrue(reply.ok, reply.text())

    def test_a_node_and_its_generated_lines_light_up_together(self):
        workflow = self.make(graph("Lines", CHAIN, [edge("a", "b")]))
        self.edit(workflow)
        self.page.get_by_role("button", name="Generated code").click()
        expect(self.page.locator(".source-view .CodeMirror-code")).to_be_visible()
        self.node("b").click(force=True)
        lit = self.page.locator(".source-view .CodeMirror-code > div").filter(has=self.page.locator(".code-line-lit"))
        expect(lit.filter(has_text="Beta")).to_have_count(1)
        self.page.locator(".source-view .CodeMirror-line", has_text="Alpha").first.click()
        expect(self.page.get_by_label("Name", exact=True)).to_have_value("Alpha")
