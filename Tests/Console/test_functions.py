"""Functions: the list, the address, and the command that calls one."""

import re
import subprocess

from playwright.sync_api import expect

from fixture import ConsoleTest
from world import node


def show_functions(page, root, world):
    page.goto(root + "/functions")
    expect(page.get_by_role("table")).to_be_visible()


def show_function(page, root, world):
    page.goto(f"{root}/functions/{world.function}")
    expect(page.get_by_role("heading", name="Try it")).to_be_visible()


def show_response(page, root, world):
    show_function(page, root, world)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("region", name="Response")).to_be_visible()
    page.get_by_role("region", name="Response").locator("summary").click()


SCREENS = [("functions", show_functions), ("function", show_function), ("function-response", show_response)]


class FunctionTests(ConsoleTest):
    def test_the_list_leads_to_a_function(self):
        self.world
        self.open("/functions")
        expect(self.page.get_by_text("Order notification")).to_have_count(0)
        self.page.get_by_role("link", name="Price of an order").click()
        self.heading("Price of an order")

    def test_the_command_calls_the_function(self):
        self.open(f"/functions/{self.world.function}")
        self.page.get_by_label("Body", exact=True).fill('{"quantity": 4}')
        region = self.page.get_by_role("region", name="Command")
        expect(region).to_contain_text('{"quantity": 4}')
        answer = subprocess.run(["sh", "-c", region.inner_text()], capture_output=True, text=True, timeout=120).stdout
        self.assertIn('{"price":10}', answer.replace(" ", ""))

    def test_recent_logs_have_what_the_function_printed_and_threw(self):
        world = self.world
        talks = world.workflow(
            "Talks", [node("say", "step", "EXPORT_said", 0, code=(
                "console.log('Asked for', event.payload.of);\nif (!event.payload.of) throw new Error('Nothing asked');\n"
                "return event.payload.of;"))], kind="script", trigger={"type": "http"})
        self.open(f"/functions/{talks}")
        logs = self.page.get_by_role("region", name="Recent logs")
        expect(logs).to_contain_text("No requests or output")
        url = self.server.call("GET", f"/api/workflows/{talks}/full")["deployments"][0]["url"]
        for body in ('{"of": "apples"}', "{}"):
            subprocess.run(["curl", "-sS", "-X", "POST", "-H", "Content-Type: application/json", "-d", body, url],
                           capture_output=True, timeout=60, check=True)
        for text in ("Asked for apples", "Nothing asked", "POST / 200", "POST / 500"):
            self.wait_for_line(logs, text)
        logs.get_by_label("Search in the logs").fill("apples")
        expect(logs.get_by_text("Nothing asked")).to_have_count(0)

    def test_a_provider_without_logs_is_named_and_not_asked(self):
        function, run = self.world.function, (self.world.orders, self.world.run)

        def without_logs(route):
            listed = route.fetch().json()
            for provider in listed["data"]:
                provider["capabilities"] = [one for one in provider["capabilities"] if one not in ("logs", "serviceLogs")]
            route.fulfill(json=listed)

        self.page.route(re.compile(r"/api/providers(\?|$)"), without_logs)
        requests = []
        self.page.on("request", lambda request: request.url.endswith("/logs") and requests.append(request.url))
        self.open(f"/functions/{function}")
        logs = self.page.get_by_role("region", name="Recent logs")
        expect(logs).to_contain_text("This machine does not report requests and output of functions to Millrace")
        expect(logs.get_by_role("button", name="Refresh")).to_have_count(0)
        self.open("/workflows/{}/runs/{}?view=logs".format(*run))
        expect(self.page.get_by_text("This machine does not report logs of runs to Millrace")).to_be_visible()
        self.assertEqual(requests, [])

    def wait_for_line(self, logs, text):
        """The server has the line some time after the response."""
        for _ in range(60):
            logs.get_by_role("button", name="Refresh").click()
            if logs.get_by_text(text).first.is_visible():
                return
            self.page.wait_for_timeout(500)
        self.fail(f"{text} was never logged")

    def answer(self):
        return self.page.get_by_role("region", name="Response")

    def test_a_function_is_called_and_its_answer_shown(self):
        self.open(f"/functions/{self.world.function}")
        self.page.get_by_label("Body", exact=True).fill('{"quantity": 4}')
        self.button("Send").click()
        expect(self.answer().get_by_role("status")).to_contain_text("200")
        expect(self.page.get_by_role("region", name="Received body")).to_contain_text('"price": 10')
        self.answer().locator("summary").click()
        expect(self.answer()).to_contain_text("application/json")
        # It is among the requests.
        expect(self.page.get_by_role("region", name="Recent logs")).to_contain_text("POST / 200")
        headers = self.page.get_by_label("Headers")
        headers.fill("no header")
        expect(self.page.get_by_text("A line is not a header")).to_be_visible()
        expect(self.button("Send")).to_be_disabled()
        headers.fill("Content-Type: application/json\nX-Order: A-1")
        expect(self.page.get_by_role("region", name="Command")).to_contain_text("-H 'X-Order: A-1'")

    def test_a_failed_call_and_a_refused_one_are_told_apart(self):
        self.open(f"/functions/{self.world.function}")
        self.page.get_by_label("Body", exact=True).fill("null")
        self.button("Send").click()
        expect(self.answer().get_by_role("status")).to_contain_text("500")
        expect(self.page.get_by_role("region", name="Received body")).to_contain_text("Cannot read properties of null")
        # Not of the function, but of the server.
        self.page.route(re.compile(r"/request(\?|$)"), lambda route: route.fulfill(
            status=503, json={"code": "server.overloaded", "detail": "Later.", "error": "Later."}))
        self.button("Send").click()
        expect(self.page.get_by_role("alert")).to_contain_text("server.overloaded")
        expect(self.answer()).to_have_count(0)

    def test_a_function_is_made_and_deleted(self):
        self.open("/functions")
        self.button("New function").first.click()
        self.page.get_by_role("dialog").get_by_label("Name").fill("Short-lived function")
        self.button("Create").click()
        self.page.wait_for_url("**/workflows/*-*-*")
        self.open("/functions")
        self.page.get_by_role("link", name="Short-lived function").click()
        expect(self.page.get_by_text("so it has no address yet")).to_be_visible()
        self.button("Actions for Short-lived function").click()
        self.page.get_by_role("menuitem", name="Delete").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        self.page.wait_for_url("**/functions")
        expect(self.page.get_by_text("Short-lived function was deleted.")).to_be_visible()
