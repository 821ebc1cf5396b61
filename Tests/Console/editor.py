"""What tests of the editor share."""

import json

from playwright.sync_api import expect

from documents import edge, graph
from fixture import ConsoleTest
from world import node

CHAIN = [node("a", "step", "Alpha", 0, code="return { total: 1 };"), node("b", "step", "Beta", 140, code="return a.total;")]


def published(world, name):
    """A workflow with a version: its id and document."""
    workflow = world.server.call("POST", "/api/workflows", {"name": name})["id"]
    ir = graph(name, CHAIN, [edge("a", "b")])
    world.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
    return workflow, ir


class EditorTest(ConsoleTest):
    viewport = {"width": 1440, "height": 900}

    def make(self, ir, name="Edited"):
        """A workflow with one version of a document, or of its text."""
        workflow = self.server.call("POST", "/api/workflows", {"name": name, "kind": "workflow"})["id"]
        if ir is not None:
            self.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        return workflow

    def edit(self, workflow, page=None):
        page = page or self.page
        page.goto(self.server.base + f"/o/my-organization/my-project/workflows/{workflow}")
        expect(self.surface(page)).to_be_visible()
        return page

    def surface(self, page=None):
        return (page or self.page).locator(".canvas-surface")

    def node(self, identifier, page=None):
        return (page or self.page).locator(f"[data-node='{identifier}']")

    def add(self, text):
        """Adds the node that the search for nodes, which is open, finds by a text."""
        expect(self.page.locator(":focus")).to_have_role("combobox")
        self.page.keyboard.type(text)
        expect(self.page.locator(".node-search-item").first).to_be_visible()
        self.page.keyboard.press("Enter")

    def press(self, keys):
        self.surface().focus()
        self.page.keyboard.press(keys)

    def status(self, text):
        expect(self.page.locator(".editor-status")).to_have_text(text)

    def checked(self, text):
        """Waits for the check of the document."""
        expect(self.page.locator(".problems-count")).to_have_text(text)

    def save(self, page=None):
        page = page or self.page
        page.get_by_role("button", name="Save version").click()
        dialog = page.get_by_role("dialog", name="Save a version")
        dialog.get_by_role("button", name="Save version").click()
        return dialog

    def saved(self, version):
        expect(self.page.get_by_text(f"Version {version} was saved.")).to_be_visible()
        self.status("Saved")

    def latest(self, workflow):
        return self.server.call("GET", f"/api/workflows/{workflow}/full")["currentVersion"]

    def document(self, workflow):
        return self.latest(workflow)["ir"]

    def stored_draft(self, workflow):
        text = self.page.evaluate(f"localStorage.getItem({json.dumps(self.draft_key(workflow))})")
        return text and json.loads(text)

    def draft_key(self, workflow):
        return f"millrace.draft.{self.server.call('GET', '/api/me')['user']['id']}.{workflow}"

    def wait_for_draft(self, workflow, fragment):
        key = self.draft_key(workflow)
        self.eventually(f"a draft with {fragment}", lambda: fragment in (
            self.page.evaluate("(key) => localStorage.getItem(key)", key) or ""))


    def shared_draft(self, workflow):
        """The draft that the server has; `None` without one."""
        if self.server.call("GET", f"/api/workflows/{workflow}")["draft"] is None:
            return None
        try:
            return self.server.call("GET", f"/api/workflows/{workflow}/draft")
        except RuntimeError as error:
            # It was discarded since.
            if "draft.notFound" in str(error):
                return None
            raise

    def wait_for_server(self, condition):
        """Waits until something is so at the server, while the page goes on."""
        self.eventually("the server to have it", condition)

    def wait_for_shared_draft(self, workflow, fragment):
        self.wait_for_server(lambda: fragment in json.dumps(self.shared_draft(workflow)))


class DeployingTest(EditorTest):
    def deploy(self, workflow):
        self.open(f"/workflows/{workflow}/deploy")
        button = self.page.get_by_role("region", name="Deploy", exact=True).get_by_role("button", name="Deploy")
        expect(button).to_be_enabled()
        button.click()
        self.deployed()

    def deployed(self):
        expect(self.page.get_by_role("heading", name="Deployed", exact=True)).to_be_visible()

    def run_it(self, params="{}"):
        """Starts a run on the deploy screen; returns its id."""
        self.page.get_by_role("button", name="Start a run").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Parameters as JSON").fill(params)
        with self.page.expect_response(lambda response: "/trigger" in response.url) as started:
            dialog.get_by_role("button", name="Start a run").click()
        expect(self.page.get_by_text("The run was started.")).to_be_visible()
        return started.value.json()["id"]
