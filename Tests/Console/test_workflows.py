"""The list of workflows: search, filters, sort, and what is made, copied, saved, moved and deleted there."""

import json
import pathlib
import tempfile

from playwright.sync_api import expect

from fixture import ConsoleTest


def show_list(page, root, world):
    page.goto(root + "/workflows")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_text("Weekly report")).to_be_visible()


def show_templates(page, root, world):
    show_list(page, root, world)
    page.get_by_role("button", name="New workflow", exact=True).click()
    page.get_by_role("button", name="Template", exact=True).click()
    page.get_by_text("Approval by a person").click()
    expect(page.get_by_label("NOTIFY_URL")).to_be_visible()


def show_delete(page, root, world):
    show_list(page, root, world)
    page.get_by_role("button", name="Actions for Order notification").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_text("1 active deployment")).to_be_visible()


SCREENS = [("workflows", show_list), ("workflows-new", show_templates), ("workflows-delete", show_delete)]


class WorkflowListTests(ConsoleTest):
    def names(self):
        return self.page.locator("tbody .row-link").all_inner_texts()

    def test_search_filters_and_sort_are_kept_by_a_reload(self):
        show_list(self.page, self.open("/workflows").url.removesuffix("/workflows"), self.world)
        self.page.get_by_label("Search by name").fill("order")
        expect(self.page.get_by_text("Weekly report")).to_have_count(0)
        self.page.get_by_label("Kind").select_option("workflow")
        expect(self.page.get_by_text("Price of an order")).to_have_count(0)
        self.page.reload()
        expect(self.page.get_by_label("Search by name")).to_have_value("order")
        expect(self.page.get_by_text("Order notification")).to_be_visible()
        self.page.get_by_label("Search by name").fill("nothing like it")
        expect(self.page.get_by_text("No workflow matches")).to_be_visible()
        self.button("Clear filters").click()
        expect(self.page.get_by_text("Weekly report")).to_be_visible()
        expect(self.page.get_by_label("Search by name")).to_have_value("")
        self.page.get_by_label("Status").select_option("draft")
        expect(self.page.get_by_text("Order notification")).to_have_count(0)
        self.page.get_by_label("Status").select_option("")
        self.page.get_by_label("Sort").select_option("name")

        def sorted_names():
            names = self.names()
            return {"Order notification", "Weekly report"} <= set(names) and names == sorted(names, key=str.lower)

        self.eventually("the names in their order", sorted_names)

    def test_names_have_room_on_a_small_screen(self):
        self.page.set_viewport_size({"width": 1024, "height": 700})
        show_list(self.page, self.open("/workflows").url.removesuffix("/workflows"), self.world)
        expect(self.page.locator(".row-run").first).to_be_visible()
        self.assertGreaterEqual(self.page.locator("tbody .cell-main").first.bounding_box()["width"], 160)
        frame = self.page.locator(".table-frame").first
        self.assertFalse(frame.evaluate("one => one.scrollWidth > one.clientWidth"), "The table is wider than its frame")

    def test_the_last_run_is_shown_and_leads_to_it(self):
        self.world
        self.open("/workflows")
        row = self.page.get_by_role("row", name="Import of prices")
        row.get_by_text("Errored").click()
        self.page.wait_for_url(f"**/workflows/{self.world.failing}/runs/*")

    def test_the_address_and_the_next_run_are_shown(self):
        self.world
        step = [dict(id="a", type="step", name="A", version="1.0.0", provider="cloudflare", position={"x": 0, "y": 0},
                     data={"code": "return 1;"})]
        scheduled = self.world.workflow("On New Year", step, trigger={"type": "cron", "expression": "0 0 1 1 *"})
        self.world.workflow("By request", step, trigger={"type": "http"})
        next_run = self.server.call("GET", f"/api/workflows/{scheduled}")["nextRunAt"]
        self.assertRegex(next_run, r"^\d{4}-01-01T00:00:00\.000Z$")
        self.open("/workflows")
        time = self.page.get_by_role("row", name="On New Year").locator(f"time[datetime='{next_run}']")
        expect(time).to_be_visible()
        address = self.page.get_by_role("row", name="By request").locator(".row-address")
        expect(address).to_contain_text("http://")

    def test_an_empty_workflow_is_made(self):
        self.open("/workflows")
        self.button("New workflow").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Create")).to_be_disabled()
        # The first field has the focus: a space pressed the button that closes the dialog.
        expect(dialog.get_by_label("Name")).to_be_focused()
        self.page.keyboard.type("Made by hand")
        dialog.get_by_label("Description").fill("For the tests")
        dialog.get_by_role("button", name="Create").click()
        self.page.wait_for_url("**/workflows/*-*-*")
        workflow = self.server.call("GET", "/api/workflows?q=Made%20by%20hand")["data"][0]
        self.assertEqual(workflow["description"], "For the tests")

    def test_a_template_becomes_a_workflow_with_a_version_and_its_variables(self):
        self.open("/workflows")
        self.button("New workflow").click()
        self.button("Template").click()
        self.page.get_by_text("Fallback service").click()
        self.page.get_by_label("PRIMARY_URL").fill("https://one.example.com")
        self.page.get_by_role("dialog").get_by_label("Name").fill("From a template")
        self.button("Create").click()
        self.page.wait_for_url("**/workflows/*-*-*")
        workflow = self.server.call("GET", "/api/workflows?q=From%20a%20template")["data"][0]
        full = self.server.call("GET", f"/api/workflows/{workflow['id']}/full")
        self.assertEqual([one["name"] for one in full["envVars"]], ["PRIMARY_URL"])
        self.assertEqual(full["currentVersion"]["ir"]["metadata"]["name"], "From a template")
        self.assertEqual(len(full["versions"]), 1)

    def test_every_template_compiles(self):
        self.open("/workflows")
        self.button("New workflow").click()
        self.button("Template").click()
        expect(self.page.locator(".template").first).to_be_visible()
        count = self.page.locator(".template").count()
        self.assertGreaterEqual(count, 10)
        before = self.server.call("GET", "/api/workflows?limit=100")["data"]
        for index in range(count):
            self.open("/workflows")
            self.button("New workflow").click()
            self.button("Template").click()
            self.page.locator(".template").nth(index).click()
            self.page.get_by_role("dialog").get_by_label("Name").fill(f"Template {index}")
            self.button("Create").click()
            self.page.wait_for_url("**/workflows/*-*-*")
        after = self.server.call("GET", "/api/workflows?limit=100")["data"]
        made = {one["id"] for one in after} - {one["id"] for one in before}
        self.assertEqual(len(made), count)
        for workflow in made:
            self.assertEqual(len(self.server.call("GET", f"/api/workflows/{workflow}/versions")["data"]), 1)
            self.server.call("DELETE", f"/api/workflows/{workflow}")

    def test_a_file_is_saved_and_read_again(self):
        self.world
        self.open("/workflows")
        self.button("Actions for Order notification").click()
        with self.page.expect_download() as waited:
            self.page.get_by_role("menuitem", name="Export").click()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / waited.value.suggested_filename
            waited.value.save_as(path)
            saved = json.loads(path.read_text())
            self.assertEqual((path.name, saved["format"]), ("order-notification.json", "millrace.workflow"))
            self.button("New workflow").click()
            self.button("JSON file").click()
            self.page.get_by_role("dialog").get_by_label("File").set_input_files(path)
            self.page.get_by_role("dialog").get_by_label("Name").fill("From a file")
            self.button("Create").click()
            self.page.wait_for_url("**/workflows/*-*-*")
        workflow = self.server.call("GET", "/api/workflows?q=From%20a%20file")["data"][0]
        full = self.server.call("GET", f"/api/workflows/{workflow['id']}/full")
        self.assertEqual(full["currentVersion"]["ir"], saved["ir"])

    def test_files_that_are_no_workflow_are_refused_with_the_reason(self):
        self.open("/workflows")
        self.button("New workflow").click()
        self.button("JSON file").click()
        broken = '{"nodes": [{"id": "a", "type": "none", "name": "A", "version": "1.0.0", "provider": "cloudflare", ' \
            '"position": {"x": 0, "y": 0}, "data": {}}], "edges": [], "entryNodeId": "a"}'
        for text, problem in [("{", "not valid JSON"), ("{}", "not a workflow"),
                              ('{"project": {}, "workflows": []}', "export of a project")]:
            self.page.get_by_role("dialog").get_by_label("File").set_input_files(
                {"name": "w.json", "mimeType": "application/json", "buffer": text.encode()})
            expect(self.page.get_by_text(problem)).to_be_visible()
            expect(self.button("Create")).to_be_disabled()
        count = len(self.server.call("GET", "/api/workflows?limit=100")["data"])
        self.page.get_by_role("dialog").get_by_label("File").set_input_files(
            {"name": "w.json", "mimeType": "application/json", "buffer": broken.encode()})
        self.button("Create").click()
        alert = self.page.get_by_role("dialog").get_by_role("alert")
        expect(alert).to_contain_text("none")
        expect(alert).to_contain_text("Request ")
        self.assertEqual(len(self.server.call("GET", "/api/workflows?limit=100")["data"]), count)

    def test_a_copy_has_the_version_and_not_the_name(self):
        self.world
        self.open("/workflows")
        self.button("Actions for Weekly report").click()
        self.page.get_by_role("menuitem", name="Duplicate").click()
        self.page.get_by_role("dialog").get_by_label("Name").fill("Monthly report")
        self.button("Duplicate").click()
        self.page.wait_for_url("**/workflows/*-*-*")
        copy = self.server.call("GET", "/api/workflows?q=Monthly%20report")["data"][0]
        self.assertNotEqual(copy["id"], self.world.draft)
        self.assertEqual(len(self.server.call("GET", f"/api/workflows/{copy['id']}/versions")["data"]), 1)

    def test_a_workflow_moves_to_another_project(self):
        project = self.server.call("POST", "/api/projects", {"name": "Archive"})
        self.world.workflow("To be moved", [dict(id="a", type="step", name="A", version="1.0.0", provider="cloudflare",
                                                 position={"x": 0, "y": 0}, data={"code": "return 1;"})], deploy=False)
        self.open("/workflows")
        self.button("Actions for To be moved").click()
        self.page.get_by_role("menuitem", name="Move").click()
        self.page.get_by_label("Project").select_option(project["id"])
        self.button("Move").click()
        expect(self.page.get_by_text("Moved to Archive.")).to_be_visible()
        expect(self.page.get_by_role("table").get_by_text("To be moved")).to_have_count(0)
        self.button("My project", exact=False).click()
        self.page.get_by_role("menuitemradio", name="My organization / Archive").click()
        self.page.wait_for_url("**/archive/workflows")
        expect(self.page.get_by_role("table").get_by_text("To be moved")).to_be_visible()

    def test_deleting_says_what_goes_and_deletes(self):
        workflow = self.world.workflow("Short-lived", [dict(
            id="a", type="step", name="A", version="1.0.0", provider="cloudflare", position={"x": 0, "y": 0},
            data={"code": "return 1;"})])
        self.open("/workflows")
        self.button("Actions for Short-lived").click()
        self.page.get_by_role("menuitem", name="Delete").click()
        expect(self.page.get_by_text("1 active deployment, which is taken down")).to_be_visible()
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.button("Actions for Short-lived").click()
        self.page.get_by_role("menuitem", name="Delete").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(self.page.get_by_text("Short-lived was deleted.")).to_be_visible()
        expect(self.page.get_by_role("table").get_by_text("Short-lived")).to_have_count(0)
        with self.assertRaisesRegex(RuntimeError, "workflow.notFound"):
            self.server.call("GET", f"/api/workflows/{workflow}")

    def test_an_empty_project_says_what_to_do(self):
        self.server.call("POST", "/api/projects", {"name": "Nothing here", "slug": "nothing-here"})
        self.page.goto(self.server.base + "/o/my-organization/nothing-here/workflows")
        expect(self.page.get_by_text("No workflows yet")).to_be_visible()
        self.button("Start from a template").click()
        expect(self.page.locator(".template").first).to_be_visible()


