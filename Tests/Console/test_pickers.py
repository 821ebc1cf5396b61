"""Fields of a node whose options a vendor lists for the credential that the node names."""

import http.server
import json
import threading
import urllib.parse

from playwright.sync_api import expect

from editor import EditorTest
from fixture import Shared, sign_in, violations
from registry import NodeRegistry
from server import Server
from world import document, node


class Vendor(http.server.BaseHTTPRequestHandler):
    """Bases and tables as Airtable lists them: sixty bases on the first page, one on the second."""

    may_respond = threading.Event()
    # Of a base that is not there, until somebody makes it.
    is_broken = True
    asked = []

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        type(self).asked.append(self.path)
        self.may_respond.wait()
        if self.headers["Authorization"] != "Bearer pat.right":
            return self.answer({"error": {"type": "AUTHENTICATION_REQUIRED", "message": "Authentication required"}}, 401)
        if url.path == "/v0/meta/bases":
            if "offset=second" in url.query:
                return self.answer({"bases": [{"id": "appShop", "name": "Shop"}]})
            bases = [{"id": f"app{number}", "name": f"Base {number}"} for number in range(60)]
            return self.answer({"bases": bases, "offset": "second"})
        if url.path == "/v0/meta/bases/appShop/tables":
            return self.answer({"tables": [{"id": "tblOrders", "name": "Orders"}, {"id": "tblLooms", "name": "Looms"}]})
        if self.is_broken:
            return self.answer({"error": {"type": "NOT_FOUND", "message": "No such base here"}}, 404)
        self.answer({"tables": []})

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class PickerTests(EditorTest):
    """With a server of their own: what is installed is the organization's."""

    @classmethod
    def setUpClass(cls):
        registry = NodeRegistry(Shared.executable, "Airtable_1_1_0")
        cls.own = Server(Shared.executable, Shared.console, *registry.arguments)
        cls.own.set_up()
        cls.own.call("POST", "/api/marketplace/install", {"nodeId": "airtable"})
        for name, token in [("mill", "pat.right"), ("old", "pat.wrong")]:
            cls.own.call("POST", "/api/credentials", {
                "name": name, "type": "values", "values": {"values": {"AIRTABLE_API_KEY": token}}})
        context = Shared.browser().new_context()
        sign_in(context.new_page(), cls.own.base)
        cls.own_state = context.storage_state()
        context.close()
        cls.vendor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
        threading.Thread(target=cls.vendor.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        Vendor.may_respond.set()
        cls.vendor.shutdown()
        cls.own.stop()

    @property
    def server(self):
        return self.own

    def state(self):
        return self.own_state

    def setUp(self):
        super().setUp()
        Vendor.may_respond.set()
        Vendor.is_broken = True
        Vendor.asked = []

    def opened(self, **data):
        """The form of a node of Airtable."""
        base = f"http://127.0.0.1:{self.vendor.server_port}"
        data = {"action": "List Records", "baseUrl": base, "baseId": "appNone", "table": "Old", **data}
        made = node("records", "airtable", "Records", 0, **data)
        made["version"] = "1.1.0"
        workflow = self.make(document("Records", [node("first", "step", "First", -140, code="return { base: 'a' };"), made]))
        self.edit(workflow)
        self.node("records").click()
        return workflow

    def field(self, label):
        return self.page.get_by_role("combobox", name=label)

    def popup(self):
        return self.page.locator(".picker-popup")

    def says(self, text):
        expect(self.popup().get_by_role("status")).to_contain_text(text)

    def options(self):
        return self.popup().get_by_role("option")

    def data(self, workflow):
        return self.document(workflow)["nodes"][1]["data"]

    def test_options_are_listed_searched_and_chosen_and_other_fields_depend_on_them(self):
        workflow = self.opened()
        self.field("Base").click()
        self.says("Fill in first, with a fixed value: Credential.")
        self.assertEqual(Vendor.asked, [])
        self.page.keyboard.press("Escape")
        self.page.get_by_label("Credential", exact=True).select_option("mill")
        Vendor.may_respond.clear()
        self.field("Base").click()
        self.says("Loading options…")
        Vendor.may_respond.set()
        expect(self.options()).to_have_count(60)
        self.assertEqual(violations(self.page), [])
        # What was not listed yet is found too.
        self.field("Base").fill("sho")
        expect(self.options()).to_have_text(["Shop" + "appShop"])
        self.field("Base").fill("")
        expect(self.options()).to_have_count(60)
        self.popup().get_by_role("button", name="Load more").click()
        expect(self.options()).to_have_count(61)
        expect(self.popup().get_by_role("button", name="Load more")).to_have_count(0)
        self.page.keyboard.press("Escape")
        expect(self.popup()).to_have_count(0)
        self.field("Base").fill("sho")
        expect(self.options()).to_have_count(1)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(self.popup()).to_have_count(0)
        expect(self.field("Base")).to_have_value("appShop")
        expect(self.page.get_by_text("Chosen: Shop")).to_be_visible()

        self.field("Table").click()
        expect(self.options()).to_have_count(2)
        self.options().filter(has_text="Looms").click()
        expect(self.field("Table")).to_have_value("tblLooms")
        self.save()
        self.saved(2)
        data = self.data(workflow)
        self.assertEqual((data["baseId"], data["table"], data["credential"]), ("appShop", "tblLooms", "mill"))

    def test_a_failure_is_told_and_retried_and_never_stands_in_the_way(self):
        workflow = self.opened(credential="mill", baseId="appNew")
        self.field("Table").click()
        self.says("No such base here (HTTP 404)")
        # The text is the value all the same.
        self.field("Table").fill("Orders of today")
        Vendor.is_broken = False
        self.popup().get_by_role("button", name="Retry").click()
        self.says("No option has “Orders of today” in it. The text is used as it is.")
        self.field("Table").fill("")
        self.says("No options. Any text can be typed.")
        self.page.keyboard.press("Escape")
        # An expression has a list of its own, and what depends on it has none.
        self.field("Base").click()
        self.field("Base").fill("")
        self.field("Base").press_sequentially("{{first.base}}")
        expect(self.popup()).to_have_count(0)
        expect(self.field("Base")).to_be_focused()
        self.field("Table").click()
        self.says("Fill in first, with a fixed value: Base.")
        self.field("Table").fill("Orders")
        self.save()
        self.saved(2)
        data = self.data(workflow)
        self.assertEqual((data["baseId"], data["table"]), ("{{first.base}}", "Orders"))

    def test_another_credential_lists_anew_and_one_that_the_vendor_refuses_is_named(self):
        self.opened(credential="mill")
        self.field("Base").click()
        expect(self.options()).to_have_count(60)
        self.page.keyboard.press("Escape")
        self.page.get_by_label("Credential", exact=True).select_option("old")
        self.field("Base").click()
        self.says("does not accept the credential \"old\": Authentication required (HTTP 401)")
        expect(self.options()).to_have_count(0)
