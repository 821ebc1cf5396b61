"""Drafts: over reloads and restarts, in two tabs, and when somebody else saves."""

import json
import re

from playwright.sync_api import expect

from documents import edge, graph
from editor import CHAIN, EditorTest, published
from fixture import Shared, sign_in


HEADERS = "method: 'POST', headers: { 'Content-Type': 'application/json' }"
INVITE = f"""async () => (await (await fetch('/api/invitations', {{ {HEADERS},
    body: JSON.stringify({{ email: `draft-${{Date.now()}}@example.com` }}) }})).json()).token"""
SIGN_UP = f"""(token) => fetch('/api/auth/sign-up', {{ {HEADERS},
    body: JSON.stringify({{ token, name: 'Mary Somerville', password: 'a very long password' }}) }})"""


def show_other_tab(page, root, world):
    workflow, _ = published(world, "In two tabs")
    other = page.context.new_page()
    for one in (page, other):
        one.goto(f"{root}/workflows/{workflow}")
        expect(one.locator("[data-node='a']")).to_be_visible()
    other.locator("[data-node='a']").click()
    other.get_by_label("Name", exact=True).fill("Of the other tab")
    page.bring_to_front()
    expect(page.get_by_role("dialog")).to_contain_text("Of the other tab")
    other.close()


def show_other_draft(page, root, world):
    workflow, ir = published(world, "In two browsers")
    page.goto(f"{root}/workflows/{workflow}")
    expect(page.locator("[data-node='a']")).to_be_visible()
    ir["nodes"] = [{**ir["nodes"][0], "name": "Of a program"}, *ir["nodes"][1:]]
    world.server.call("PUT", f"/api/workflows/{workflow}/draft", {"document": ir})
    page.locator("[data-node='a']").click()
    page.get_by_label("Name", exact=True).fill("Of this browser")
    expect(page.get_by_role("dialog")).to_contain_text("Of a program")


SCREENS = [("editor-other-tab", show_other_tab), ("editor-other-draft", show_other_draft)]


class DraftTests(EditorTest):
    def setUp(self):
        super().setUp()
        self.workflow = self.make(graph("Chain", CHAIN, [edge("a", "b")]))
        self.edit(self.workflow)

    def rename(self, text, page=None):
        self.node("a", page).click()
        (page or self.page).get_by_label("Name", exact=True).fill(text)

    def test_undo_goes_back_over_a_reload(self):
        self.rename("First")
        self.press("Delete")
        expect(self.node("a")).to_have_count(0)
        self.status("Unsaved changes")
        self.page.reload()
        expect(self.node("a")).to_have_count(0)
        self.status("Unsaved changes")
        self.press("Control+z")
        expect(self.node("a")).to_contain_text("First")
        self.press("Control+z")
        expect(self.node("a")).to_contain_text("Alpha")
        self.status("Saved")
        self.press("Control+Shift+z")
        expect(self.node("a")).to_contain_text("First")

    def test_a_draft_is_discarded_and_found_again(self):
        self.rename("First")
        self.page.get_by_role("button", name="Discard draft").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Discard draft").click()
        expect(self.node("a")).to_contain_text("Alpha")
        self.press("Control+z")
        expect(self.node("a")).to_contain_text("First")

    def test_who_saves_second_sees_both_and_keeps_the_own(self):
        self.other_saves("Theirs")
        self.rename("Mine")
        self.save()
        dialog = self.page.get_by_role("dialog", name="The workflow has a newer version")
        expect(dialog).to_contain_text("Theirs")
        expect(dialog).to_contain_text("Mine")
        dialog.get_by_role("button", name="Keep my draft").click()
        self.save()
        self.saved(3)
        self.assertEqual(self.document(self.workflow)["nodes"][0]["name"], "Mine")

    def test_who_saves_second_takes_the_newer_and_undoes_it(self):
        self.rename("Mine")
        self.wait_for_draft(self.workflow, "Mine")
        self.program_saves("Theirs")
        dialog = self.page.get_by_role("dialog", name="The workflow has a newer version")
        for _ in range(2):
            self.page.reload()
            expect(dialog).to_be_visible()
            # Closing it chooses nothing: it is shown again, also before saving.
            dialog.get_by_role("button", name="Close").click()
        self.save()
        dialog.get_by_role("button", name="Use the newer version").click()
        expect(self.node("a")).to_contain_text("Theirs")
        self.status("Saved")
        self.press("Control+z")
        expect(self.node("a")).to_contain_text("Mine")

    def other_saves(self, name):
        """Another browser saves a version."""
        context = Shared.new_context(viewport=self.viewport)
        page = self.watched(context.new_page())
        sign_in(page, self.server.base)
        self.edit(self.workflow, page)
        self.rename(name, page)
        self.save(page=page)
        expect(page.get_by_text("was saved.")).to_be_visible()
        context.close()

    def program_saves(self, name):
        """A program saves a version, and knows nothing of drafts."""
        ir = self.document(self.workflow)
        ir["nodes"][0]["name"] = name
        self.server.call("POST", f"/api/workflows/{self.workflow}/versions", {"ir": ir})

    def other_browser(self):
        context = Shared.new_context(viewport=self.viewport)
        self.addCleanup(context.close)
        page = self.watched(context.new_page())
        sign_in(page, self.server.base)
        return self.edit(self.workflow, page)

    def test_a_draft_is_found_in_another_browser_and_becomes_a_version_there(self):
        expect(self.node("a")).to_contain_text("Alpha")
        self.assertIsNone(self.shared_draft(self.workflow))
        self.rename("Of the first")
        self.wait_for_shared_draft(self.workflow, "Of the first")
        expect(self.page.get_by_text("Draft saved")).to_be_visible()
        other = self.other_browser()
        expect(self.node("a", other)).to_contain_text("Of the first")
        expect(other.locator(".editor-status")).to_have_text("Unsaved changes")
        other.get_by_role("link", name="Workflows", exact=True).first.click()
        row = other.get_by_role("row").filter(has=other.locator(f"a[href$='{self.workflow}']"))
        expect(row.get_by_text("Unsaved draft")).to_be_visible()
        self.edit(self.workflow, other)
        self.save(page=other)
        expect(other.get_by_text("Version 2 was saved.")).to_be_visible()
        self.wait_for_server(lambda: self.shared_draft(self.workflow) is None)
        self.assertEqual(self.document(self.workflow)["nodes"][0]["name"], "Of the first")
        # What this browser has is what became a version.
        self.page.reload()
        self.status("Saved")
        expect(self.node("a")).to_contain_text("Of the first")

    def test_two_browsers_see_both_drafts_and_choose(self):
        other = self.other_browser()
        self.rename("Of the first")
        self.wait_for_shared_draft(self.workflow, "Of the first")
        self.rename("Of the second", other)
        dialog = other.get_by_role("dialog", name="The draft was changed elsewhere")
        for name in ("Of the first", "Of the second"):
            expect(dialog).to_contain_text(name)
        # Closing it chooses nothing, also over a reload; a version is not made of either.
        dialog.get_by_role("button", name="Close").click()
        self.assertIn("Of the first", json.dumps(self.shared_draft(self.workflow)))
        other.reload()
        dialog.get_by_role("button", name="Close").click()
        self.save(page=other)
        dialog.get_by_role("button", name="Keep my draft").click()
        self.wait_for_shared_draft(self.workflow, "Of the second")
        self.rename("Of the first again")
        mine = self.page.get_by_role("dialog", name="The draft was changed elsewhere")
        expect(mine).to_contain_text("Of the second")
        mine.get_by_role("button", name="Use the other draft").click()
        expect(self.node("a")).to_contain_text("Of the second")
        self.press("Control+z")
        expect(self.node("a")).to_contain_text("Of the first again")
        self.wait_for_shared_draft(self.workflow, "Of the first again")
        self.assertEqual(self.latest(self.workflow)["version"], 1)

    def test_a_discarded_draft_is_gone_from_the_server(self):
        self.rename("First")
        self.wait_for_shared_draft(self.workflow, "First")
        self.page.get_by_role("button", name="Discard draft").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Discard draft").click()
        self.wait_for_server(lambda: self.shared_draft(self.workflow) is None)

    def test_moving_a_node_is_seen_in_another_browser_and_makes_neither_a_draft_nor_a_version(self):
        box = self.box(self.node("b"))
        self.page.mouse.move(box["x"] + 50, box["y"] + 20)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
        self.page.mouse.up()
        self.status("Layout changed")
        layout = f"/api/workflows/{self.workflow}/layout"
        # Once it is where this browser shows it: on the way there it is sent, too.
        self.wait_for_server(lambda: (at := self.server.call("GET", layout)["nodes"].get("b", {})).get("x", 0) > 50
                             and f"translate({at['x']}px, {at['y']}px)" in self.node("b").get_attribute("style"))
        place = self.server.call("GET", layout)["nodes"]["b"]
        self.assertIsNone(self.shared_draft(self.workflow))
        self.assertEqual(self.latest(self.workflow)["version"], 1)
        self.assertEqual(self.document(self.workflow)["nodes"][1]["position"], CHAIN[1]["position"])
        other = self.other_browser()
        expect(self.node("b", other)).to_have_attribute(
            "style", re.compile(rf"translate\({place['x']}px, {place['y']}px\)"))

    def test_a_draft_that_is_no_document_is_reported_and_replaced_on_purpose(self):
        self.server.call("PUT", f"/api/workflows/{self.workflow}/draft", {"document": {"by": "a program"}})
        self.page.reload()
        expect(self.page.get_by_text("The draft at the server is not a document")).to_be_visible()
        expect(self.node("a")).to_contain_text("Alpha")
        self.rename("Mine")
        self.page.wait_for_timeout(1500)
        self.assertEqual(self.shared_draft(self.workflow)["document"], {"by": "a program"})
        self.page.get_by_role("button", name="Replace the draft").click()
        self.wait_for_shared_draft(self.workflow, "Mine")

    def test_another_tab_is_noticed(self):
        other = self.watched(self.context.new_page())
        self.edit(self.workflow, other)
        self.rename("Of the other tab", other)
        dialog = self.page.get_by_role("dialog", name="This workflow was changed in another tab.")
        expect(dialog).to_contain_text("Of the other tab")
        # Closing it chooses nothing.
        dialog.get_by_role("button", name="Close").click()
        self.page.get_by_role("button", name="Compare the drafts").click()
        dialog.get_by_role("button", name="Use the other tab's draft").click()
        expect(self.node("a")).to_contain_text("Of the other tab")
        self.press("Control+z")
        expect(self.node("a")).to_contain_text("Alpha")

    def test_the_own_draft_is_kept_beside_another_tab(self):
        self.rename("Of this tab")
        self.wait_for_draft(self.workflow, "Of this tab")
        other = self.watched(self.context.new_page())
        self.edit(self.workflow, other)
        expect(self.node("a", other)).to_contain_text("Of this tab")
        self.rename("Of the other tab", other)
        dialog = self.page.get_by_role("dialog", name="This workflow was changed in another tab.")
        for name in ("Of this tab", "Of the other tab"):
            expect(dialog).to_contain_text(name)
        dialog.get_by_role("button", name="Keep the draft of this tab").click()
        self.wait_for_draft(self.workflow, "Of this tab")

    def test_a_draft_in_the_browser_is_of_the_person_who_made_it(self):
        # What the server does not have yet: it can be reached and saves no draft.
        self.context.route("**/draft?*", lambda route: route.abort())
        self.rename("Of Ada")
        self.wait_for_draft(self.workflow, "Of Ada")
        # As an earlier release kept it, which did not say whose it was: it is hers who opens it first.
        self.page.evaluate('''([key, old]) => {
            localStorage.setItem(old, localStorage.getItem(key));
            localStorage.removeItem(key);
        }''', [self.draft_key(self.workflow), f"millrace.draft.{self.workflow}"])
        self.page.goto(self.server.base + "/o/my-organization/my-project/workflows")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.edit(self.workflow)
        expect(self.node("a")).to_contain_text("Of Ada")
        # Somebody else in the same browser has none of it.
        invited = self.page.evaluate(INVITE)
        self.context.clear_cookies()
        self.page.evaluate(SIGN_UP, invited)
        self.edit(self.workflow)
        expect(self.node("a")).to_contain_text("Alpha")
        self.status("Saved")

    def test_an_edit_survives_a_restart_of_the_server(self):
        self.rename("Before the restart")
        self.server.restart()
        self.rename("After the restart")
        self.checked("No problems")
        self.save()
        self.saved(2)
        self.assertEqual(self.document(self.workflow)["nodes"][0]["name"], "After the restart")

    def test_an_edit_without_the_server_is_saved_when_it_is_back(self):
        self.context.set_offline(True)
        self.rename("Offline")
        dialog = self.save()
        expect(dialog.get_by_role("alert")).to_contain_text("not reachable")
        # The banner takes no part of the editor out of the window.
        self.assertLessEqual(self.page.evaluate("document.documentElement.scrollHeight"), self.viewport["height"])
        self.context.set_offline(False)
        self.checked("No problems")
        dialog.get_by_role("button", name="Save version").click()
        self.saved(2)

    def test_an_error_of_saving_is_shown_in_place(self):
        self.node("b").click()
        self.page.locator(".inspector .CodeMirror").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type("return (")
        self.checked("1 error")
        dialog = self.save()
        expect(dialog.get_by_role("alert")).to_be_visible()
        self.assertEqual(self.latest(self.workflow)["version"], 1)
