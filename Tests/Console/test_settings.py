"""The settings: projects, API keys, the audit log and the server."""

import json
import pathlib
import re
import tempfile

from playwright.sync_api import expect

from settings import SettingsTest


def show(section, text):
    def open_section(page, root, world):
        page.goto(root + f"/settings/{section}")
        expect(page.get_by_role("heading", level=2, name=text).first).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)

    return f"settings-{section}", open_section


def show_new_connection(page, root, world):
    show("connections", "Connections")[1](page, root, world)
    page.get_by_role("button", name="New connection").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("API token is required")).to_be_visible()


def show_new_key(page, root, world):
    show("keys", "API keys")[1](page, root, world)
    page.get_by_role("button", name="New API key").click()
    expect(page.get_by_role("dialog")).to_be_visible()


SCREENS = [
    show("connections", "Connections"), show("variables", "Variables"), show("resources", "Resources"),
    show("projects", "Projects"), show("members", "Members"), show("keys", "API keys"), show("audit", "Audit log"),
    show("server", "Plugins"), ("settings-new-connection", show_new_connection), ("settings-new-key", show_new_key),
]


class ProjectTests(SettingsTest):
    def test_a_project_is_made_saved_read_and_deleted(self):
        self.open("/settings/projects")
        self.button("New project").click()
        self.dialog().get_by_label("Name").fill("Billing")
        self.dialog().get_by_label("Slug").fill("Not a slug")
        self.submit("Create")
        expect(self.dialog().get_by_text(re.compile("must match"))).to_be_visible()
        self.dialog().get_by_label("Slug").fill("billing")
        self.submit("Create")
        expect(self.row("Billing")).to_be_visible()

        self.choose("Billing", "Edit")
        self.dialog().get_by_label("Description").fill("Invoices and payments")
        self.submit("Save")
        expect(self.row("Invoices and payments")).to_be_visible()

        with self.page.expect_download() as waited:
            self.choose("Billing", "Export")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "project.json"
            waited.value.save_as(path)
            content = json.loads(path.read_text())
            self.assertEqual(content["project"]["slug"], "billing")
            content["project"] = {**content["project"], "name": "Billing copy", "envVars": [
                {"name": "BILLING_KEY", "value": None, "isSecret": True}]}
            path.write_text(json.dumps(content))
            self.page.locator("input[type=file]").set_input_files(path)
            # The browser reads the file when it gets to it: until then it has to be there.
            expect(self.dialog()).to_contain_text("BILLING_KEY")
        self.dialog().get_by_role("button", name="Close").last.click()
        for name in ("Billing copy", "Billing"):
            self.choose(name, "Delete")
            expect(self.dialog()).to_contain_text(f"Delete the project {name}?")
            self.submit("Delete")
            expect(self.dialog()).to_have_count(0)
        names = [one["name"] for one in self.server.call("GET", "/api/projects?limit=100")["data"]]
        self.assertFalse({"Billing", "Billing copy"} & set(names))

    def test_a_file_that_is_not_json_is_refused(self):
        self.open("/settings/projects")
        self.page.locator("input[type=file]").set_input_files(
            {"name": "p.json", "mimeType": "application/json", "buffer": b"{"})
        expect(self.page.get_by_role("alert")).to_contain_text("not valid JSON")

    def test_a_project_with_workflows_is_not_deleted(self):
        self.world
        self.open("/settings/projects")
        self.choose("My project", "Delete")
        self.submit("Delete")
        expect(self.dialog().get_by_role("alert")).to_contain_text(re.compile(r"project\.(notEmpty|last)"))


class KeyTests(SettingsTest):
    def test_a_key_is_shown_once_works_and_is_revoked(self):
        self.open("/settings/keys")
        self.button("New API key").click()
        self.dialog().get_by_label("Name").fill("Continuous integration")
        self.dialog().get_by_label("Deploy").check()
        self.dialog().get_by_label("Expires").select_option("365")
        self.submit("Create")
        key = self.dialog().locator("pre").inner_text()
        self.assertRegex(key, r"^ask_\w+$")
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.button("Copy").click()
        expect(self.page.get_by_text("Copied.")).to_be_visible()
        self.assertEqual(self.page.evaluate("navigator.clipboard.readText()"), key)
        self.submit("Done")
        expect(self.dialog()).to_have_count(0)
        self.assertNotIn(key, self.page.content())
        row = self.row("Continuous integration")
        expect(row).to_contain_text("Deploy")
        expect(row).to_contain_text("My project")
        self.assertTrue(self.server.call("GET", "/api/workflows", headers={"Authorization": f"Bearer {key}"}))
        self.choose("Continuous integration", "Revoke")
        expect(self.dialog()).to_contain_text(key[:12])
        self.submit("Revoke")
        expect(row).to_have_count(0)
        with self.assertRaisesRegex(RuntimeError, "auth.unknown"):
            self.server.call("GET", "/api/workflows", headers={"Authorization": f"Bearer {key}"})


class AuditTests(SettingsTest):
    def test_filters_are_kept_by_a_reload_and_pages_follow(self):
        for index in range(55):
            project = self.server.call("POST", "/api/projects", {"name": f"Audited {index}"})
            self.server.call("DELETE", f"/api/projects/{project['id']}")
        self.open("/settings/audit")
        rows = self.page.locator("tbody tr")
        expect(rows).to_have_count(50)
        self.button("Load more").click()
        expect(rows.nth(55)).to_be_visible()
        self.page.get_by_label("Action", exact=True).select_option("project.delete")
        expect(rows.first).to_contain_text("Deleted a project")
        expect(rows.first).to_contain_text("by API key")
        self.page.reload()
        expect(self.page.get_by_label("Action", exact=True)).to_have_value("project.delete")
        rows.first.get_by_role("button").click()
        expect(rows).to_have_count(1)
        self.page.get_by_label("Id of the subject").fill("nothing")
        expect(self.page.get_by_text("No records")).to_be_visible()


class ServerSectionTests(SettingsTest):
    def test_health_and_plugins_are_shown_and_a_plugin_is_disabled_and_enabled(self):
        self.open("/settings/server")
        expect(self.page.get_by_text("The server is ready.")).to_be_visible()
        expect(self.row("Cloudflare")).to_contain_text("Running")
        self.choose("Cloudflare", "Disable")
        expect(self.dialog()).to_contain_text("Disable the plugin Cloudflare?")
        self.submit("Disable")
        expect(self.row("Cloudflare")).to_contain_text("Off")
        self.choose("Cloudflare", "Enable")
        expect(self.row("Cloudflare")).to_contain_text("Running")

    def test_a_failure_is_shown_in_place_and_tried_again(self):
        problem = {"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "The disk is full.",
                   "code": "storage.full", "requestId": "abc", "details": [], "error": "The disk is full."}
        self.page.route("**/api/env-vars*", lambda route: route.fulfill(
            status=500, content_type="application/problem+json", body=json.dumps(problem)))
        self.open("/settings/variables")
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("The disk is full.")
        expect(alert).to_contain_text("storage.full")
        expect(alert).to_contain_text("Request abc")
        self.page.unroute("**/api/env-vars*")
        self.button("Try again").click()
        expect(alert).to_have_count(0)
        expect(self.button("New variable")).to_be_visible()

    def test_the_sections_have_one_row_on_a_small_screen(self):
        self.page.set_viewport_size({"width": 1024, "height": 700})
        self.open("/settings/server")
        tabs = self.page.get_by_role("navigation", name="Settings", exact=True).get_by_role("link")
        expect(tabs).to_have_count(10)
        boxes = [tab.bounding_box() for tab in tabs.all()]
        self.assertEqual(len({box["y"] for box in boxes}), 1, boxes)
        self.assertLessEqual(boxes[-1]["x"] + boxes[-1]["width"], 1024)

    def test_the_sections_are_reached_by_the_keyboard(self):
        self.open("/settings/connections")
        link = self.page.get_by_role("link", name="Variables")
        link.focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/settings/variables")
        expect(link).to_have_attribute("aria-current", "page")
