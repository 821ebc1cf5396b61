"""The settings: connections, variables, projects, members, API keys, the audit log and the server."""

import json
import pathlib
import re
import tempfile

from playwright.sync_api import expect

from fixture import ConsoleTest, Shared


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


class SettingsTest(ConsoleTest):
    def dialog(self):
        return self.page.get_by_role("dialog")

    def submit(self, name):
        self.dialog().get_by_role("button", name=name, exact=True).click()

    def choose(self, subject, action):
        self.button(f"Actions for {subject}").click()
        self.page.get_by_role("menuitem", name=action).click()

    def row(self, text):
        return self.page.get_by_role("row").filter(has_text=text)


class ConnectionTests(SettingsTest):
    def test_the_form_is_the_providers_and_says_what_is_missing(self):
        self.open("/settings")
        self.page.wait_for_url("**/settings/connections")
        self.button("New connection").click()
        self.submit("Save")
        token = self.dialog().get_by_label("API token")
        expect(token).to_have_attribute("aria-invalid", "true")
        expect(token).to_have_attribute("type", "password")
        described = token.get_attribute("aria-describedby").split()
        texts = [self.page.locator(f"[id='{one}']").inner_text() for one in described]
        self.assertIn("API token is required", texts)
        self.assertTrue(any("dash.cloudflare.com" in one for one in texts))
        token.fill("secret-token")
        expect(token).not_to_have_attribute("aria-invalid", "true")
        # What the provider's form does not have is not asked for.
        self.dialog().get_by_label("Provider").select_option("local")
        expect(self.dialog().get_by_label("API token")).to_have_count(0)

    def test_a_connection_is_made_changed_and_deleted(self):
        self.open("/settings/connections")
        self.button("New connection").click()
        self.dialog().get_by_label("Name").fill("Staging account")
        self.dialog().get_by_label("API token").fill("secret-token")
        self.dialog().get_by_label("Account id").fill("abc123")
        self.submit("Save")
        expect(self.row("Staging account")).to_contain_text("API token")
        self.assertNotIn("secret-token", self.page.content())

        self.choose("Staging account", "Edit")
        expect(self.dialog().get_by_label("API token")).to_have_value("")
        expect(self.dialog().get_by_role("button", name="Verify")).to_be_disabled()
        self.dialog().get_by_label("Name").fill("Production account")
        self.submit("Save")
        expect(self.row("Production account")).to_be_visible()
        connection = self.connection("Production account")
        self.assertEqual(set(connection["credentials"]), {"apiToken", "accountId"})

        self.choose("Production account", "Delete")
        expect(self.dialog()).to_contain_text("Delete the connection Production account?")
        self.submit("Delete")
        expect(self.row("Production account")).to_have_count(0)
        self.assertIsNone(self.connection("Production account"))

    def test_a_connection_in_use_is_not_deleted_and_the_error_is_in_place(self):
        self.world
        self.open("/settings/connections")
        self.choose("Local", "Delete")
        self.submit("Delete")
        alert = self.dialog().get_by_role("alert")
        expect(alert).to_contain_text("connection.inUse")
        expect(alert).to_contain_text("Request ")
        self.page.keyboard.press("Escape")
        expect(self.row("Local")).to_be_visible()

    def test_verifying_shows_the_accounts_and_why_a_token_was_refused(self):
        answers = [
            {"valid": False, "accounts": [], "message": "The API token is disabled."},
            {"valid": True, "accounts": [{"id": "acc-1", "name": "Acme"}, {"id": "acc-2", "name": "Beta"}]},
        ]
        sent = []

        def answer(route):
            sent.append(route.request.post_data_json)
            route.fulfill(status=200, content_type="application/json", body=json.dumps(answers.pop(0)))

        # No account of the vendor is within reach of a test.
        self.page.route("**/api/connections/verify-token*", answer)
        self.open("/settings/connections")
        self.button("New connection").click()
        self.dialog().get_by_label("API token").fill("first")
        self.dialog().get_by_label("Account id").fill("acc-0")
        self.submit("Verify")
        expect(self.dialog().get_by_text("The API token is disabled.")).to_be_visible()
        self.dialog().get_by_label("API token").fill("second")
        expect(self.dialog().get_by_text("The API token is disabled.")).to_have_count(0)
        self.submit("Verify")
        self.dialog().get_by_role("listitem").filter(has_text="Beta").get_by_role("button").click()
        expect(self.dialog().get_by_label("Account id")).to_have_value("acc-2")
        self.assertEqual([one["credentials"]["apiToken"] for one in sent], ["first", "second"])

    def connection(self, name):
        return next((one for one in self.server.call("GET", "/api/connections")["data"] if one["name"] == name), None)


class VariableTests(SettingsTest):
    def variables(self, query=""):
        return {one["name"]: one for one in self.server.call("GET", f"/api/env-vars{query}")["data"]}

    def test_variables_of_a_project_and_of_the_organization(self):
        self.open("/settings/variables")
        self.button("New variable").first.click()
        self.submit("Save")
        expect(self.dialog().get_by_text("Name is required")).to_be_visible()
        self.dialog().get_by_label("Name").fill("not a name")
        self.dialog().get_by_label("Value").fill("one")
        self.submit("Save")
        # The server's own problem, at its field.
        expect(self.dialog().get_by_label("Name")).to_have_attribute("aria-invalid", "true")
        self.dialog().get_by_label("Name").fill("ORDERS_API")
        expect(self.dialog().get_by_label("Name")).not_to_have_attribute("aria-invalid", "true")
        self.submit("Save")
        expect(self.row("ORDERS_API")).to_contain_text("one")

        self.button("Organization My organization").click()
        expect(self.row("ORDERS_API")).to_have_count(0)
        self.button("New variable").first.click()
        self.dialog().get_by_label("Name").fill("ORDERS_TOKEN")
        self.dialog().get_by_label("Value").fill("very-secret")
        self.dialog().get_by_role("checkbox", name="Secret").check()
        self.submit("Save")
        expect(self.row("ORDERS_TOKEN")).to_contain_text("Secret")
        self.assertNotIn("very-secret", self.page.content())
        self.assertTrue(self.variables()["ORDERS_TOKEN"]["isSecret"])

        self.page.reload()
        self.choose("ORDERS_TOKEN", "Edit")
        expect(self.dialog().get_by_label("Value")).to_have_value("")
        # Saved without another value, the secret stays.
        self.submit("Save")
        expect(self.dialog()).to_have_count(0)
        self.assertTrue(self.variables()["ORDERS_TOKEN"]["isSecret"])

        self.choose("ORDERS_TOKEN", "Delete")
        expect(self.dialog()).to_contain_text("Delete the variable ORDERS_TOKEN?")
        self.submit("Delete")
        expect(self.row("ORDERS_TOKEN")).to_have_count(0)
        self.assertNotIn("ORDERS_TOKEN", self.variables())


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


class MemberTests(SettingsTest):
    def test_a_person_is_invited_joins_gets_a_role_and_is_removed(self):
        self.open("/settings/members")
        self.button("Invite a person").click()
        self.dialog().get_by_label("Email address").fill("grace")
        self.submit("Invite")
        self.dialog().get_by_label("Email address").fill("grace@example.com")
        self.submit("Invite")
        link = self.dialog().locator("pre").inner_text()
        self.assertRegex(link, r"/sign-up#\S+$")
        self.submit("Done")
        expect(self.row("grace@example.com")).to_be_visible()

        context = Shared.browser().new_context()
        page = self.watched(context.new_page())
        page.goto(link)
        page.get_by_label("Name").fill("Grace Hopper")
        page.get_by_label("Password").fill("another long password")
        page.get_by_role("button", name="Accept").click()
        page.wait_for_url("**/workflows")
        # A member sees what members may do, and nothing else.
        page.goto(page.url.replace("/workflows", "/settings/members"))
        expect(page.get_by_role("row").filter(has_text="Grace Hopper")).to_contain_text("You")
        expect(page.get_by_role("link", name="API keys")).to_have_count(0)
        expect(page.get_by_role("link", name="Audit log")).to_have_count(0)
        expect(page.get_by_role("button", name="Invite a person")).to_have_count(0)
        context.close()

        self.page.reload()
        expect(self.row("grace@example.com")).to_have_count(1)
        self.page.get_by_label("Role of Grace Hopper").select_option("admin")
        expect(self.page.get_by_text("Saved.")).to_be_visible()
        roles = {one["email"]: one["role"] for one in self.members()}
        self.assertEqual(roles["grace@example.com"], "admin")
        self.choose("Grace Hopper", "Remove")
        expect(self.dialog()).to_contain_text("Remove Grace Hopper?")
        self.submit("Remove")
        expect(self.row("Grace Hopper")).to_have_count(0)

    def members(self):
        return self.page.evaluate("fetch('/api/members').then((response) => response.json())")["data"]

    def test_an_invitation_is_withdrawn_and_the_last_owner_stays(self):
        self.open("/settings/members")
        self.button("Invite a person").click()
        self.dialog().get_by_label("Email address").fill("lost@example.com")
        self.submit("Invite")
        self.submit("Done")
        self.choose("lost@example.com", "Withdraw")
        self.submit("Withdraw")
        expect(self.row("lost@example.com")).to_have_count(0)
        self.page.get_by_label("Role of Ada Lovelace").select_option("member")
        expect(self.page.get_by_role("alert")).to_contain_text("member.lastOwner")
        expect(self.page.get_by_label("Role of Ada Lovelace")).to_have_value("owner")


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
        self.assertEqual(self.page.evaluate("navigator.clipboard.readText()"), key)
        self.submit("Done")
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

    def test_the_sections_are_reached_by_the_keyboard(self):
        self.open("/settings/connections")
        link = self.page.get_by_role("link", name="Variables")
        link.focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/settings/variables")
        expect(link).to_have_attribute("aria-current", "page")
