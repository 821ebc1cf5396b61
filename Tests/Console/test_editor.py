"""The editor: commands by pointer and keys."""

from playwright.sync_api import expect

from documents import edge, graph, large
from editor import CHAIN, EditorTest
from world import node


def open_editor(page, root, workflow):
    page.goto(f"{root}/workflows/{workflow}")
    expect(page.locator(".graph-node").first).to_be_visible()
    expect(page.locator(".problems-count")).not_to_have_text("Checking")


def made(world, name, ir, screen=""):
    """A workflow for screens, made once; a screen that changes it has one of its own, whose draft others do not show."""
    known = world.__dict__.setdefault("editor_screens", {})
    if (name, screen) not in known:
        workflow = known[name, screen] = world.server.call("POST", "/api/workflows", {"name": name})["id"]
        world.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
    return known[name, screen]


def containers():
    """Containers within containers."""
    return graph(
        "Orders",
        [node("order", "step", "Read the order", 0, code="const { items } = event.payload;\nreturn { items, total: 900 };"),
         node("size", "branch", "Large or small", 100, branches=[
             {"label": "large", "condition": "{{order.total}} > 500"}, {"label": "small", "condition": ""}]),
         node("manual", "step", "Ask a person", 200, code="return 'asked';"),
         node("each", "loop", "Each item", 200, loopType="forEach", collection="{{order.items}}", itemVar="line"),
         node("safe", "try_catch", "Reserve safely", 300),
         node("reserve", "http_request", "Reserve", 400, method="POST", url="https://example.com/{{line.sku}}"),
         node("failed", "step", "Note the failure", 400, code="return err.message;"),
         node("end", "step", "Done", 500, code="return order.total;")],
        [edge("order", "size"), edge("size", "manual", "large"), edge("size", "each", "small"),
         edge("each", "safe", "body"), edge("safe", "reserve", "try"), edge("safe", "failed", "catch"),
         edge("size", "end", "then")],
        trigger={"type": "http", "path": "/orders"})


def show_editor(page, root, world):
    open_editor(page, root, made(world, "Orders", containers(), "arranged"))
    page.get_by_role("button", name="Arrange automatically").click()
    page.locator("[data-node=reserve]").click()
    expect(page.get_by_label("URL")).to_be_visible()


def show_source(page, root, world):
    open_editor(page, root, made(world, "Orders", containers()))
    page.get_by_role("button", name="Source").click()
    expect(page.locator(".CodeMirror-lines").first).to_be_visible()


def show_code(page, root, world):
    open_editor(page, root, made(world, "Orders", containers()))
    page.get_by_role("button", name="Generated code").click()
    expect(page.locator(".CodeMirror-lines").first).to_be_visible()
    page.locator("[data-node=end]").click(force=True)


def show_problem(page, root, world):
    open_editor(page, root, made(world, "Orders", containers(), "problem"))
    page.locator(".canvas-surface").focus()
    page.keyboard.press("a")
    expect(page.locator(":focus")).to_have_role("combobox")
    page.keyboard.type("http")
    expect(page.locator(".node-search-item").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".problem").first).to_be_visible()


def show_search(page, root, world):
    open_editor(page, root, made(world, "Orders", containers()))
    page.get_by_role("button", name="Add node").click()
    expect(page.get_by_role("combobox", name="Search nodes")).to_be_visible()


def show_empty(page, root, world):
    workflow = world.__dict__.setdefault(
        "empty_workflow", world.server.call("POST", "/api/workflows", {"name": "New workflow"})["id"])
    page.goto(f"{root}/workflows/{workflow}")
    expect(page.get_by_text("This workflow is empty")).to_be_visible()


SCREENS = [
    ("editor", show_editor), ("editor-source", show_source), ("editor-code", show_code), ("editor-problem", show_problem),
    ("editor-search", show_search), ("editor-empty", show_empty),
]

class CanvasTests(EditorTest):
    def chain(self):
        return self.make(graph("Chain", CHAIN, [edge("a", "b")]))

    def test_a_workflow_is_built_with_keys_only(self):
        workflow = self.make(None, "Built")
        self.edit(workflow)
        self.press("a")
        self.add("http")
        expect(self.node("http_request")).to_have_attribute("aria-selected", "true")
        self.press("Enter")
        self.page.get_by_label("URL").fill("https://example.com/orders")
        self.checked("No problems")
        self.press("a")
        self.add("step")
        expect(self.node("step")).to_have_attribute("aria-selected", "true")
        self.press("ArrowUp")
        expect(self.node("http_request")).to_have_attribute("aria-selected", "true")
        self.checked("No problems")
        self.page.keyboard.press("Control+s")
        self.page.get_by_role("dialog").get_by_role("button", name="Save version").click()
        self.saved(1)
        ir = self.document(workflow)
        self.assertEqual([one["type"] for one in ir["nodes"]], ["http_request", "step"])
        self.assertEqual(ir["entryNodeId"], "http_request")
        self.assertEqual([(one["source"], one["target"]) for one in ir["edges"]], [("http_request", "step")])

    def test_moving_is_undone_and_changes_the_layout_only(self):
        workflow = self.chain()
        self.edit(workflow)
        box = self.box(self.node("b"))
        self.page.mouse.move(box["x"] + 50, box["y"] + 20)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
        self.page.mouse.up()
        self.status("Layout changed")
        moved = self.box(self.node("b"))
        self.assertAlmostEqual(moved["x"] - box["x"], 100, delta=10)
        self.press("Control+z")
        self.status("Saved")
        self.eventually("the node to be back", lambda: self.node("b").bounding_box() == box)

    def test_the_handle_connects_and_the_plus_inserts(self):
        nodes = [*CHAIN, node("c", "step", "Gamma", 300, code="return 3;")]
        nodes[2]["position"]["x"] = 300
        workflow = self.make(None)
        self.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": graph(
            "Three", nodes, [edge("a", "b"), edge("a", "c")])})
        self.edit(workflow)
        self.node("b").click()
        handle = self.box(self.page.locator(".handle"))
        target = self.box(self.node("c"))
        self.page.mouse.move(handle["x"] + 8, handle["y"] + 8)
        self.page.mouse.down()
        self.page.mouse.move(target["x"] + 40, target["y"] + 20, steps=6)
        self.page.mouse.up()
        expect(self.page.locator("[data-edge='b-c']")).to_have_count(1)
        self.page.locator("[data-edge='a-b-'] .edge-hit").hover(force=True)
        self.page.locator(".edge-plus").click()
        self.add("sleep")
        expect(self.node("sleep")).to_be_visible()
        self.wait_for_draft(workflow, '"sleep"')
        edges = {(one["source"], one["target"]) for one in self.stored_draft(workflow)["document"]["edges"]}
        self.assertEqual(edges, {("a", "sleep"), ("sleep", "b"), ("a", "c"), ("b", "c")})

    def test_a_type_is_dragged_from_the_palette(self):
        workflow = self.chain()
        self.edit(workflow)
        self.page.get_by_role("region", name="Core").get_by_role("button", name="Loop").drag_to(
            self.surface(), target_position={"x": 120, "y": 400})
        expect(self.node("loop")).to_be_visible()

    def test_nodes_are_copied_to_another_workflow(self):
        first, second = self.chain(), self.make(graph("Other", [node("a", "step", "Other", 0, code="return 0;")], []))
        self.edit(first)
        self.press("Control+a")
        self.page.keyboard.press("Control+c")
        expect(self.page.get_by_text("2 nodes copied.")).to_be_visible()
        self.edit(second)
        self.press("Control+v")
        expect(self.node("a_2")).to_be_visible()
        self.wait_for_draft(second, "a_2.total")
        draft = self.stored_draft(second)["document"]
        self.assertEqual([one["id"] for one in draft["nodes"]], ["a", "a_2", "b"])
        self.assertEqual(draft["nodes"][2]["data"]["code"], "return a_2.total;")

    def test_several_are_selected_aligned_and_removed(self):
        workflow = self.make(graph("Aligned", [
            CHAIN[0], {**CHAIN[1], "position": {"x": 60, "y": 140}}], [edge("a", "b")]))
        self.edit(workflow)
        self.node("a").click()
        self.node("b").click(modifiers=["Shift"])
        expect(self.page.get_by_role("heading", name="2 nodes selected")).to_be_visible()
        self.button("Left").click()
        self.eventually("the nodes to be aligned", lambda: self.node("a").bounding_box()["x"] == self.node("b").bounding_box()["x"])
        self.press("Delete")
        expect(self.page.get_by_text("This workflow is empty")).to_be_visible()
        self.press("Control+z")
        expect(self.node("a")).to_be_visible()

    def test_containers_are_arranged_without_overlap(self):
        workflow = self.make(containers())
        self.edit(workflow)
        self.press("l")
        expect(self.page.locator(".frame-box")).to_have_count(3)

        def apart():
            boxes = self.page.locator(".graph-node").evaluate_all(
                "nodes => nodes.map(node => { const b = node.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })")
            return len(boxes) > 3 and not any(
                x < other_x + other_width and other_x < x + width and y < other_y + other_height and other_y < y + height
                for index, (x, y, width, height) in enumerate(boxes)
                for other_x, other_y, other_width, other_height in boxes[index + 1:])

        # The frames are there before the nodes are where they are arranged to be.
        self.eventually("nodes that do not overlap", apart)

    def test_nodes_that_lie_on_each_other_are_arranged_on_request(self):
        nodes = [{**node, "position": {"x": 0, "y": 0}} for node in CHAIN]
        self.edit(self.make(graph("Heap", nodes, [edge("a", "b")])))
        notice = self.page.get_by_text("Nodes lie on top of each other")
        expect(notice).to_be_visible()
        # Nothing is changed before somebody wants it.
        self.status("Saved")
        self.button("Arrange the nodes").click()
        expect(notice).to_have_count(0)
        first, second = self.box(self.node("a")), self.box(self.node("b"))
        self.assertGreaterEqual(second["y"], first["y"] + first["height"])
        self.status("Layout changed")
        self.press("Control+z")
        expect(notice).to_be_visible()

    def test_a_small_screen_shows_the_whole_header_and_leaves_room_for_the_canvas(self):
        self.edit(self.make(graph("Small", CHAIN, [edge("a", "b")])))
        self.page.set_viewport_size({"width": 1024, "height": 700})
        for name in ("Generated code", "Test", "Save version"):
            button = self.button(name)
            box, room = button.bounding_box(), button.evaluate("one => one.parentElement.getBoundingClientRect().right")
            self.assertLessEqual(box["x"] + box["width"], room + 1, name)
            self.assertLessEqual(box["x"] + box["width"], 1024, name)
        self.assertGreater(self.surface().bounding_box()["width"], 450)
        # The labels of the navigation come with the pointer, and are read out without it.
        side, link = self.page.locator(".shell-side"), self.page.get_by_role("link", name="Runs").first
        self.assertLess(side.bounding_box()["width"], 80)
        link.hover()
        expect(side).to_have_css("width", "216px")

    def test_keys_are_listed(self):
        self.edit(self.chain())
        self.press("?")
        expect(self.page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Undo, redo")

    def test_a_thousand_nodes_are_not_all_drawn(self):
        self.edit(self.make(large(1000)))
        expect(self.page.locator("canvas.overview")).to_be_visible()
        expect(self.page.locator(".graph-node")).to_have_count(0)
        self.press("ArrowDown")
        for _ in range(16):
            self.page.keyboard.press("+")
        expect(self.page.locator(".graph-node").first).to_be_visible()
        self.assertLess(self.page.locator(".graph-node").count(), 120)
