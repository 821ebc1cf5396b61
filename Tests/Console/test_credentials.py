"""The settings: credentials, and the choice of one in a node's form."""

import http.server
import json
import re
import threading
import urllib.parse

from playwright.sync_api import expect

from editor import EditorTest
from settings import SettingsTest
from world import document, node


def show_new_credential(page, root, world):
    page.goto(root + "/settings/credentials")
    page.get_by_role("button", name="New credential").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


SCREENS = [("settings-new-credential", show_new_credential)]


class Vendor(http.server.BaseHTTPRequestHandler):
    """A vendor with one account, whose person always consents."""

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        if self.path.startswith("/authorize"):
            back = urllib.parse.urlencode({"state": query["state"][0], "code": "c-1"})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
            self.end_headers()
            return
        self.answer({}, 200 if self.headers["Authorization"] == "Bearer at-1" else 401)

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form["grant_type"][0] == "client_credentials" and form.get("client_secret") != ["right"]:
            return self.answer({"error": "invalid_client"}, 401)
        self.answer({"access_token": "at-1", "refresh_token": "rt-1", "expires_in": 3600})

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class CredentialTests(SettingsTest):
    def setUp(self):
        super().setUp()
        self.vendor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
        self.address = f"http://127.0.0.1:{self.vendor.server_port}"
        threading.Thread(target=self.vendor.serve_forever, daemon=True).start()

    def tearDown(self):
        self.vendor.shutdown()
        super().tearDown()

    def credential(self, name):
        return next((one for one in self.server.call("GET", "/api/credentials")["data"] if one["name"] == name), None)

    def fill(self, **values):
        for label, value in values.items():
            # Labels of what is required say it.
            name = re.compile(f"^{label.replace('_', ' ')}( *required)?$", re.IGNORECASE)
            self.dialog().get_by_label(name).fill(value)

    def test_a_credential_is_made_tested_changed_and_deleted(self):
        self.open("/settings/credentials")
        self.button("New credential").first.click()
        self.dialog().get_by_label("Type").select_option("oauth2-client")
        self.fill(Name="crm-eu")
        self.submit("Save")
        expect(self.dialog().get_by_text("Client id is required")).to_be_visible()
        self.fill(Token_URL=f"{self.address}/token", Client_id="app", Client_secret="wrong")
        self.dialog().get_by_label("Client secret in").select_option("body")
        self.submit("Save")
        expect(self.row("crm-eu")).to_contain_text("Ready")
        self.choose("crm-eu", "Test")
        expect(self.dialog()).to_contain_text("invalid_client")
        self.page.keyboard.press("Escape")

        self.choose("crm-eu", "Edit")
        expect(self.dialog().get_by_label("Client secret", exact=True)).to_have_value("")
        self.fill(Name="crm-us", Client_secret="right")
        self.submit("Save")
        self.choose("crm-us", "Test")
        expect(self.dialog()).to_contain_text("The vendor accepts the credential.")
        self.page.keyboard.press("Escape")
        self.choose("crm-us", "Where used")
        expect(self.dialog()).to_contain_text("No workflow")
        self.page.keyboard.press("Escape")
        self.assertNotIn("right", json.dumps(self.credential("crm-us")))

        self.choose("crm-us", "Delete")
        expect(self.dialog()).to_contain_text("Delete the credential crm-us?")
        self.submit("Delete")
        expect(self.row("crm-us")).to_have_count(0)
        self.assertIsNone(self.credential("crm-us"))

    def test_a_consent_is_given_in_a_window_that_closes_itself(self):
        made = self.server.call("POST", "/api/credentials", {
            "name": "consented", "type": "oauth2", "values": {
                "authorizationUrl": f"{self.address}/authorize", "tokenUrl": f"{self.address}/token", "clientId": "a"}})
        self.assertEqual(made["state"], "unauthorized")
        # As the command line leads here.
        self.open(f"/settings/credentials?authorize={made['id']}")
        expect(self.dialog()).to_contain_text("Authorize consented")
        with self.page.expect_popup() as opened:
            self.submit("Open the vendor's page")
        expect(self.row("consented")).to_contain_text("Ready")
        expect(self.dialog()).to_have_count(0)
        if not opened.value.is_closed():
            opened.value.wait_for_event("close")
        self.assertEqual(self.credential("consented")["state"], "ready")
        self.server.call("DELETE", f"/api/credentials/{made['id']}")


class CredentialFieldTests(EditorTest):
    def test_a_node_names_a_credential_of_the_project_or_the_organization(self):
        made = self.server.call("POST", "/api/credentials", {
            "name": "stock", "type": "api-key", "values": {"token": "k"}})
        call = node("call", "http_request", "Call", 0, method="GET", url="https://a.example")
        workflow = self.make(document("Stock", [call]))
        self.edit(workflow)
        self.node("call").click()
        choice = self.page.get_by_label("Credential", exact=True)
        expect(choice).to_have_value("")
        choice.select_option("stock")
        self.save()
        self.saved(2)
        self.assertEqual(self.document(workflow)["nodes"][0]["data"]["credential"], "stock")
        choice.select_option("")
        self.save()
        self.saved(3)
        self.assertNotIn("credential", self.document(workflow)["nodes"][0]["data"])
        self.server.call("DELETE", f"/api/credentials/{made['id']}")
