"""Versions: the list, differences, locks, and going back."""

from playwright.sync_api import expect

from documents import edge, graph
from editor import EditorTest
from world import node

ALPHA = node("a", "step", "Alpha", 0, code="return { total: 1 };")
BETA = node("b", "step", "Beta", 140, code="return a.total;")
GAMMA = node("c", "step", "Gamma", 280, code="return 3;")


def versions_of(server, name):
    workflow = server.call("POST", "/api/workflows", {"name": name})["id"]
    moved = {**ALPHA, "position": {"x": 40, "y": 0}}
    for ir in (graph(name, [ALPHA, BETA], [edge("a", "b")]),
               graph(name, [moved, {**BETA, "data": {"code": "return a.total + 1;"}}, GAMMA], [edge("a", "b"), edge("b", "c")])):
        server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
    return workflow


def show_versions(page, root, world):
    workflow = world.__dict__.setdefault("versions_workflow", None) or versions_of(world.server, "Invoices")
    world.versions_workflow = workflow
    page.goto(f"{root}/workflows/{workflow}/versions")
    expect(page.get_by_text("Added nodes")).to_be_visible()


def show_text(page, root, world):
    show_versions(page, root, world)
    page.get_by_role("button", name="Text").click()
    expect(page.get_by_role("region", name="Text")).to_be_visible()


SCREENS = [("versions", show_versions), ("versions-text", show_text)]


class VersionTests(EditorTest):
    def setUp(self):
        super().setUp()
        self.workflow = versions_of(self.server, "Versions")
        self.open(f"/workflows/{self.workflow}/versions")
        self.heading("Versions")

    def choose(self, version, action):
        self.page.get_by_role("button", name=f"Actions for version {version}").click()
        self.page.get_by_role("menuitem", name=action, exact=True).click()

    def test_two_versions_differ_by_node_and_as_text(self):
        region = self.page.get_by_role("region", name="Differences")
        expect(region).to_contain_text("Added nodes 1")
        expect(region).to_contain_text("Gamma")
        expect(region).to_contain_text("Beta: data")
        expect(region).to_contain_text("Moved nodes 1")
        region.get_by_role("button", name="Text").click()
        expect(region.locator(".line-added", has_text="return a.total + 1;")).to_have_count(1)
        expect(region.locator(".line-removed", has_text="return a.total;")).to_have_count(1)
        region.get_by_role("button", name="Graph").click()
        expect(self.node("c")).to_have_attribute("aria-label", "Gamma, step, added")
        region.get_by_label("From").select_option(label="Version 2")
        region.get_by_role("button", name="Nodes").click()
        expect(region).to_contain_text("The documents are equal.")

    def test_an_old_version_becomes_a_new_one(self):
        self.choose(1, "Revert to this version")
        self.page.get_by_role("dialog").get_by_role("button", name="Revert to this version").click()
        expect(self.page.get_by_text("Version 3 was saved.")).to_be_visible()
        expect(self.page.get_by_role("row", name="Version 3")).to_be_visible()
        self.assertEqual(len(self.document(self.workflow)["nodes"]), 2)

    def test_a_version_has_an_author_and_a_message(self):
        self.edit(self.workflow)
        self.node("a").click()
        self.page.get_by_label("Name", exact=True).fill("Alpha again")
        self.page.get_by_role("button", name="Save version").click()
        dialog = self.page.get_by_role("dialog", name="Save a version")
        dialog.get_by_label("Message").fill("Ask twice before a refund")
        dialog.get_by_role("button", name="Save version").click()
        self.saved(3)
        self.open(f"/workflows/{self.workflow}/versions")
        row = self.page.get_by_role("row", name="Version 3")
        expect(row).to_contain_text("Ask twice before a refund")
        expect(row).to_contain_text("Ada Lovelace")

    def test_a_locked_version_is_not_deleted(self):
        self.choose(1, "Lock")
        expect(self.page.get_by_role("row", name="Version 1")).to_contain_text("Locked")
        self.page.get_by_role("button", name="Actions for version 1").click()
        expect(self.page.get_by_role("menuitem", name="Delete")).to_be_disabled()
        self.page.get_by_role("menuitem", name="Unlock").click()
        expect(self.page.get_by_role("row", name="Version 1")).not_to_contain_text("Locked")
        self.choose(1, "Delete")
        self.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(self.page.get_by_text("Version 1 was deleted.")).to_be_visible()
        expect(self.page.get_by_role("row", name="Version 1")).to_have_count(0)

    def test_where_a_version_is_deployed(self):
        self.world.deploy(self.workflow)
        self.page.reload()
        name = next(one["name"] for one in self.server.call("GET", "/api/connections")["data"]
                    if one["id"] == self.world.connection)
        expect(self.page.get_by_role("row", name="Version 2")).to_contain_text(name)
        self.choose(1, "Deploy this version")
        expect(self.page.get_by_label("Version")).to_have_value(
            self.server.call("GET", f"/api/workflows/{self.workflow}/versions")["data"][1]["id"])
