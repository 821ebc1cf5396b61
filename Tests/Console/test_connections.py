"""The settings: connections and variables."""

import json

from playwright.sync_api import expect

from fixture import ROOT
from settings import SettingsTest
from world import node


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
        expect(self.dialog()).to_have_count(0)
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

    def test_a_stored_choice_is_shown_and_masked_texts_stay(self):
        made = self.server.call("POST", "/api/connections", {
            "provider": "cloudflare", "name": "On the free plan",
            "credentials": {"apiToken": "stored-token", "accountId": "abc123", "plan": "free"}})
        self.addCleanup(self.server.call, "DELETE", f"/api/connections/{made['id']}")
        self.open("/settings/connections")
        self.choose("On the free plan", "Edit")
        expect(self.dialog().get_by_label("Plan")).to_have_value("free")
        for name in ("API token", "Account id"):
            expect(self.dialog().get_by_label(name)).to_have_value("")
            expect(self.dialog().get_by_label(name)).to_have_attribute("placeholder", "Stored. Type to replace it")
        self.dialog().get_by_label("Name", exact=True).fill("On a plan")
        with self.page.expect_request(lambda request: request.method == "PATCH") as sent:
            self.submit("Save")
        self.assertEqual(sent.value.post_data_json["credentials"], made["credentials"])
        expect(self.row("On a plan")).to_be_visible()
        self.choose("On a plan", "Edit")
        self.dialog().get_by_label("Plan").select_option("paid")
        self.submit("Save")
        expect(self.dialog()).to_have_count(0)
        self.assertEqual(self.connection("On a plan")["credentials"]["plan"], "paid")

    def test_stored_credentials_are_verified_again(self):
        answers = [{"valid": False, "accounts": [], "message": "The token lacks the permission Workers Scripts: Edit."},
                   {"valid": True, "accounts": [{"id": "local", "name": "This machine"}],
                    "message": "The token ends tomorrow.", "permissions": [
                        {"name": "Workers Scripts: Edit", "purpose": "Deploys", "required": True, "granted": True},
                        {"name": "Queues: Edit", "purpose": "Queues", "required": False, "granted": False},
                        {"name": "D1: Edit", "purpose": "Databases", "required": False, "granted": None}]}]
        self.open("/settings/connections")
        self.page.route("**/api/connections/*/verify?*", lambda route: route.fulfill(json=answers.pop(0)))
        name = self.connection_name()
        self.choose(name, "Verify")
        expect(self.dialog()).to_contain_text("lacks the permission Workers Scripts: Edit")
        self.dialog().get_by_role("button", name="Verify again").click()
        expect(self.dialog()).to_contain_text("The provider accepted the credentials.")
        expect(self.dialog()).to_contain_text("The token ends tomorrow.")
        # What is missing comes first.
        permissions = self.dialog().get_by_role("list", name="Permissions of these credentials").get_by_role("listitem")
        for index, (state, name) in enumerate([
                ("Missing", "Queues: Edit"), ("Not known", "D1: Edit"), ("Granted", "Workers Scripts: Edit")]):
            expect(permissions.nth(index)).to_contain_text(state)
            expect(permissions.nth(index)).to_contain_text(name)
        self.page.unroute("**/api/connections/*/verify?*")
        # The server itself asks the provider.
        self.dialog().get_by_role("button", name="Verify again").click()
        expect(self.dialog()).to_contain_text("The provider accepted the credentials.")

    def connection_name(self):
        return next(one["name"] for one in self.server.call("GET", "/api/connections")["data"]
                    if one["id"] == self.world.connection)

    def connection(self, name):
        return next((one for one in self.server.call("GET", "/api/connections")["data"] if one["name"] == name), None)


def show_uses(page, root, world):
    if not any(one["name"] == "REPORT_TOKEN" for one in world.server.call("GET", "/api/env-vars")["data"]):
        make_uses(world)
    page.goto(root + "/settings/variables?of=organization")
    page.get_by_role("button", name="Actions for REPORT_TOKEN").click()
    page.get_by_role("menuitem", name="Where it is used").click()
    expect(page.get_by_role("dialog").get_by_text("1 deployment has an old value")).to_be_visible()


def make_uses(world):
    """A variable that one workflow reads, whose deployment has an old value; returns the workflow."""
    server = world.server
    variable = server.call("POST", "/api/env-vars", {"name": "REPORT_TOKEN", "value": "first"})["id"]
    workflow = world.workflow("Reads a variable", [node("a", "step", "Alpha", 0, code="return env.REPORT_TOKEN;")])
    server.call("PATCH", f"/api/env-vars/{variable}", {"value": "second"})
    return workflow


SCREENS = [("variables-uses", show_uses)]


class VariableTests(SettingsTest):
    def test_a_variable_names_the_workflows_that_read_it(self):
        show_uses(self.page, self.server.base + ROOT, self.world)
        self.dialog().get_by_role("link", name="Reads a variable").click()
        self.page.wait_for_url("**/workflows/*/deploy")

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
        expect(self.dialog()).to_have_count(0)
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
