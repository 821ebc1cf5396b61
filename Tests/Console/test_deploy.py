"""Deploys: preview, variables that are missing, progress, takedown, and documents of each kind to their run."""

import json
import re

from playwright.sync_api import expect

from documents import KINDS, graph
from editor import DeployingTest
from world import node


def show_deploy(page, root, world):
    page.goto(f"{root}/workflows/{world.orders}/deploy")
    expect(page.get_by_text("has no preview")).to_be_visible()
    expect(page.get_by_role("table", name="History")).to_be_visible()


def show_missing(page, root, world):
    workflow = world.__dict__.get("needy")
    if not workflow:
        world.needy = workflow = world.server.call("POST", "/api/workflows", {"name": "Needs variables"})["id"]
        ir = graph("Needs", [node("a", "step", "Alpha", 0, code="return [env.SHOP_URL, env.SHOP_TOKEN];")], [])
        world.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
    page.goto(f"{root}/workflows/{workflow}/deploy")
    expect(page.get_by_role("heading", name="Missing variables")).to_be_visible()


def show_variables(page, root, world):
    show_missing(page, root, world)
    world.server.call("PATCH", f"/api/workflows/{world.needy}", {"envVars": [
        {"name": "SHOP_URL", "value": "https://shop.example.com", "isSecret": False}]})
    page.reload()
    table = page.get_by_role("table", name="Variables")
    expect(table).to_contain_text("Not set")
    table.scroll_into_view_if_needed()


def webhook(world):
    """A deployed workflow that a request with a token starts."""
    if "webhook" not in world.__dict__:
        world.webhook = world.workflow(
            "Orders from the shop", [node("take", "step", "Take", 0, code="return { taken: event.payload.id };")],
            trigger={"type": "http", "path": "/orders", "auth": {"type": "bearer", "secret": "SHOP_KEY"}}, deploy=False)
        world.server.call("PATCH", f"/api/workflows/{world.webhook}", {"envVars": [
            {"name": "SHOP_KEY", "value": "shop-4711", "isSecret": True}]})
        world.deploy(world.webhook)
    return world.webhook


def show_webhook(page, root, world):
    page.goto(f"{root}/workflows/{webhook(world)}/deploy")
    page.get_by_role("button", name="Send a request").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Send", exact=True)).to_be_visible()


SCREENS = [("deploy", show_deploy), ("deploy-missing", show_missing), ("deploy-variables", show_variables),
           ("deploy-webhook", show_webhook)]


class DeployTests(DeployingTest):
    def test_missing_variables_are_filled_in_place(self):
        workflow = self.make(graph("Needs", [
            node("a", "step", "Alpha", 0, code="return { url: env.SHOP_URL, token: env.SHOP_TOKEN };")], []), "Needs")
        self.open(f"/workflows/{workflow}/deploy")
        form = self.page.get_by_role("form", name="Missing variables")
        expect(form.get_by_label("SHOP_TOKEN")).to_have_attribute("type", "password")
        form.get_by_label("SHOP_URL").fill("https://shop.example.com")
        form.get_by_label("SHOP_TOKEN").fill("not printed")
        form.get_by_role("button", name="Save variables").click()
        expect(form).to_have_count(0)
        self.deploy(workflow)
        run = self.run_it()
        state = self.world.wait(workflow, run, "complete")
        self.assertEqual(state["output"], {"url": "https://shop.example.com", "token": "not printed"})
        variables = {one["name"]: one["isSecret"] for one in self.server.call("GET", f"/api/workflows/{workflow}")["envVars"]}
        self.assertEqual(variables, {"SHOP_URL": False, "SHOP_TOKEN": True})

    def test_a_webhook_is_tried_out_with_its_token(self):
        workflow = webhook(self.world)
        self.open(f"/workflows/{workflow}/deploy")
        self.page.get_by_role("button", name="Send a request").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_label("Path")).to_have_value("/orders")
        expect(dialog.get_by_label("Method")).to_have_value("POST")
        headers = dialog.get_by_label("Headers")
        self.assertIn("Authorization: Bearer", headers.input_value())
        dialog.get_by_label("Body", exact=True).fill('{"id": "A-7"}')
        status = dialog.get_by_role("region", name="Response").get_by_role("status")
        dialog.get_by_role("button", name="Send", exact=True).click()
        expect(status).to_contain_text("401")
        headers.fill("Content-Type: application/json\nAuthorization: Bearer shop-4711")
        dialog.get_by_role("button", name="Send", exact=True).click()
        expect(status).to_contain_text("20")
        run = self.eventually("the run", lambda: next(
            iter(self.server.call("GET", f"/api/workflows/{workflow}/runs")["data"]), None))
        self.assertEqual(self.world.wait(workflow, run["id"], "complete")["output"], {"taken": "A-7"})
        # What the command says is the same request.
        expect(dialog.get_by_role("region", name="Command")).to_contain_text("-H 'Authorization: Bearer shop-4711'")

    def test_effective_variables_and_what_is_not_deployed(self):
        workflow = self.make(graph("Reads", [
            node("a", "step", "Alpha", 0, code="return [env.EFFECTIVE_URL, env.EFFECTIVE_TOKEN];")], []), "Reads")
        project = self.server.call("GET", "/api/me")["projectId"]
        shared = self.server.call("POST", "/api/env-vars", {"name": "EFFECTIVE_URL", "value": "https://all.example"})
        self.addCleanup(self.server.call, "DELETE", f"/api/env-vars/{shared['id']}")
        own = {"name": "EFFECTIVE_URL", "value": "https://own.example", "isSecret": False}
        token = {"name": "EFFECTIVE_TOKEN", "value": "first-token", "isSecret": True}
        of_project = self.server.call("POST", f"/api/env-vars?projectId={project}", token)
        self.addCleanup(self.server.call, "DELETE", f"/api/env-vars/{of_project['id']}")
        self.server.call("PATCH", f"/api/workflows/{workflow}", {"envVars": [own]})
        self.world.deploy(workflow)
        self.open(f"/workflows/{workflow}/deploy")
        table = self.page.get_by_role("table", name="Variables")
        url, secret = (table.get_by_role("row").filter(has_text=name) for name in ("EFFECTIVE_URL", "EFFECTIVE_TOKEN"))
        for text in ("https://own.example", "This workflow", "Replaces the value of: Organization", "Reads it"):
            expect(url).to_contain_text(text)
        for text in ("Secret", "Project", "Reads it"):
            expect(secret).to_contain_text(text)
        expect(table.get_by_text("Not deployed yet")).to_have_count(0)
        changed = {"envVars": [{**own, "value": "https://new.example"}]}
        self.server.call("PATCH", f"/api/workflows/{workflow}", changed)
        self.page.reload()
        expect(url).to_contain_text("https://new.example")
        expect(url).to_contain_text("Not deployed yet")
        self.assertNotIn("first-token", self.page.content())
        self.deploy(workflow)
        expect(table.get_by_text("Not deployed yet")).to_have_count(0)

    def test_progress_is_found_again_after_a_reload(self):
        workflow = self.make(KINDS["step"], "Reloaded")
        self.deploy(workflow)
        self.assertIn("deployment=", self.page.url)
        self.page.reload()
        self.deployed()
        expect(self.page.get_by_role("region", name="Progress").get_by_role("region", name="Address")).to_be_visible()
        self.server.restart()
        self.page.reload()
        self.deployed()

    def test_a_deployment_is_taken_down(self):
        workflow = self.make(KINDS["step"], "Taken down")
        self.deploy(workflow)
        self.page.get_by_role("button", name="Take down").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Take down").click()
        expect(self.page.get_by_text("The workflow is not deployed.")).to_be_visible()
        self.assertEqual(self.server.call("GET", f"/api/workflows/{workflow}")["status"], "draft")

    def test_a_takedown_that_the_provider_refuses_can_be_forced(self):
        workflow = self.make(KINDS["step"], "In use")
        self.deploy(workflow)
        sent = []

        def refuse_once(route):
            sent.append(route.request.post_data_json)
            if sent[-1].get("force"):
                return route.continue_()
            detail = "Another service uses it. Repeat the takedown with \"force\": true."
            route.fulfill(status=409, content_type="application/problem+json", body=json.dumps(
                {"title": "Conflict", "status": 409, "detail": detail, "error": detail, "code": "local.worker.referenced",
                 "details": [], "requestId": "r"}))

        # No account of a vendor whose services refer to each other is within reach of a test.
        self.page.route("**/takedown?*", refuse_once)
        self.page.get_by_role("button", name="Take down").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("checkbox")).to_have_count(0)
        dialog.get_by_role("button", name="Take down").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Another service uses it.")
        dialog.get_by_role("checkbox").check()
        dialog.get_by_role("button", name="Take down").click()
        expect(self.page.get_by_text("The workflow is not deployed.")).to_be_visible()
        self.assertEqual([one.get("force") for one in sent], [None, True])

    def test_the_address_of_a_webhook_is_in_the_editor(self):
        workflow = self.make(graph("Hook", [node("a", "step", "Alpha", 0, code="return 1;")], [],
                                   trigger={"type": "http", "path": "/orders"}), "Hook")
        self.world.deploy(workflow)
        self.edit(workflow)
        expect(self.page.get_by_role("region", name="Call it with")).to_contain_text(
            re.compile(r"curl -X POST 'http://.*/orders'"))


class KindTests(DeployingTest):
    """A document of each kind is opened, changed, saved, deployed and run in the browser, and equals what the API makes."""

    def test_each_kind(self):
        for kind, ir in KINDS.items():
            with self.subTest(kind=kind):
                self.check(kind, ir)

    def check(self, kind, ir):
        workflow = self.make(ir, f"Kind {kind}")
        self.edit(workflow)
        first = ir["nodes"][0]
        self.node(first["id"]).click()
        self.page.get_by_label("Name", exact=True).fill(f"{first['name']} changed")
        self.save()
        self.saved(2)
        expected = {**ir, "nodes": [{**first, "name": f"{first['name']} changed"}, *ir["nodes"][1:]]}
        by_console = self.latest(workflow)
        self.assertEqual(by_console["ir"], expected)
        by_api = self.server.call("POST", "/api/compile", {"ir": expected, "name": f"Kind {kind}"})
        self.assertEqual(by_console["generatedCode"], by_api["generatedCode"])
        self.deploy(workflow)
        run = self.run_it()
        if kind == "event":
            self.world.wait(workflow, run, "waiting")
            self.server.call("POST", f"/api/workflows/{workflow}/runs/{run}/events", {"type": "go", "payload": 1})
        self.world.wait(workflow, run, "complete")


