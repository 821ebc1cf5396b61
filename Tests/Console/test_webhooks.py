"""Webhooks: made with their secret, pinged, changed, and what was sent to them."""

import http.server
import threading

from playwright.sync_api import expect

from fixture import ROOT
from settings import SettingsTest


class Receiver:
    """Answers with a status, and keeps what it was sent."""

    def __init__(self):
        self.status, self.events = 204, []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                receiver.events.append((self.headers["millrace-event"], self.headers["millrace-signature"]))
                self.send_response(receiver.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def make(server, name, url="https://example.com/millrace"):
    body = {"name": name, "url": url, "events": ["run.errored", "deployment.failed"]}
    return server.call("POST", "/api/webhooks", body)["id"]


def show_webhooks(page, root, world):
    if not any(one["name"] == "Operations" for one in world.server.call("GET", "/api/webhooks")["data"]):
        make(world.server, "Operations")
    page.goto(root + "/settings/webhooks")
    expect(page.get_by_role("row").filter(has_text="Operations")).to_be_visible()


def show_new_webhook(page, root, world):
    show_webhooks(page, root, world)
    page.get_by_role("button", name="New webhook").click()
    expect(page.get_by_role("dialog")).to_be_visible()


SCREENS = [("settings-webhooks", show_webhooks), ("settings-new-webhook", show_new_webhook)]


class WebhookTests(SettingsTest):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def test_a_webhook_is_made_pinged_changed_and_deleted(self):
        self.open("/settings/webhooks")
        self.button("New webhook").first.click()
        self.dialog().get_by_label("Name").fill("Alerts")
        self.submit("Create")
        expect(self.dialog().get_by_text("Address is required")).to_be_visible()
        self.dialog().get_by_label("Address").fill(self.receiver.url)
        self.dialog().get_by_label("Run complete").check()
        self.submit("Create")
        secret = self.dialog().get_by_role("region", name="Secret")
        expect(secret).to_contain_text("whsec_")
        first = secret.inner_text()
        self.submit("Done")
        expect(self.row("Alerts")).to_contain_text("Enabled")
        for event in ("Run errored", "Deploy failed", "Run complete"):
            expect(self.row("Alerts")).to_contain_text(event)

        self.choose("Alerts", "Send a ping")
        expect(self.dialog().get_by_role("row").filter(has_text="Ping")).to_contain_text("Delivered", timeout=60_000)
        expect(self.dialog().get_by_role("row").filter(has_text="Ping")).to_contain_text("204")
        self.assertEqual([event for event, _ in self.receiver.events], ["ping"])
        self.assertIn("v1=", self.receiver.events[0][1])
        self.dialog().get_by_role("button", name="Close").click()

        self.choose("Alerts", "Rotate the secret")
        self.submit("Rotate the secret")
        expect(secret).to_contain_text("whsec_")
        self.assertNotEqual(secret.inner_text(), first)
        self.submit("Done")

        self.choose("Alerts", "Edit")
        self.dialog().get_by_label("Name").fill("Alarms")
        self.dialog().get_by_label("Run complete").uncheck()
        self.submit("Save")
        expect(self.row("Alarms")).to_be_visible()
        expect(self.row("Alarms")).not_to_contain_text("Run complete")
        self.choose("Alarms", "Disable")
        expect(self.row("Alarms")).to_contain_text("Disabled")
        self.choose("Alarms", "Enable")
        expect(self.row("Alarms")).to_contain_text("Enabled")
        self.choose("Alarms", "Delete")
        self.submit("Delete")
        expect(self.row("Alarms")).to_have_count(0)

    def test_a_delivery_shows_what_was_sent_and_why_it_failed_and_is_sent_again(self):
        self.receiver.status = 500
        webhook = make(self.server, "Broken receiver", self.receiver.url)
        self.addCleanup(self.server.call, "DELETE", f"/api/webhooks/{webhook}")
        self.open("/settings/webhooks")
        self.choose("Broken receiver", "Send a ping")
        row = self.dialog().get_by_role("row").filter(has=self.page.get_by_role("button", name="Ping"))
        expect(row).to_contain_text("Failed", timeout=60_000)
        self.dialog().get_by_role("button", name="Ping").click()
        expect(self.dialog().get_by_role("region", name="Body")).to_contain_text('"type": "ping"')
        expect(self.dialog().get_by_role("alert")).to_contain_text("500")
        self.receiver.status = 204
        self.dialog().get_by_role("button", name="Send again").click()
        expect(row).to_have_count(2)
        expect(row.first).to_contain_text("Delivered", timeout=60_000)

    def test_an_address_of_somebody_else_is_refused_at_its_field(self):
        self.page.goto(self.server.base + ROOT + "/settings/webhooks")
        self.button("New webhook").first.click()
        self.dialog().get_by_label("Name").fill("Wrong")
        self.dialog().get_by_label("Address").fill("ftp://example.com/")
        self.submit("Create")
        expect(self.dialog().get_by_label("Address")).to_have_attribute("aria-invalid", "true")
