"""Drafts: over reloads and restarts, in two tabs, and when somebody else saves."""

from playwright.sync_api import expect

from documents import edge, graph
from editor import CHAIN, EditorTest
from fixture import Shared, sign_in


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
        self.other_saves("Theirs")
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
        context = Shared.browser().new_context(viewport=self.viewport)
        page = self.watched(context.new_page())
        sign_in(page, self.server.base)
        self.edit(self.workflow, page)
        self.rename(name, page)
        self.save(page=page)
        expect(page.get_by_text("was saved.")).to_be_visible()
        context.close()

    def test_another_tab_is_noticed(self):
        other = self.watched(self.context.new_page())
        self.edit(self.workflow, other)
        self.rename("Of the other tab", other)
        expect(self.page.get_by_text("changed in another tab")).to_be_visible()
        self.page.get_by_role("button", name="Show that draft").click()
        expect(self.node("a")).to_contain_text("Of the other tab")

    def test_the_own_draft_is_kept_beside_another_tab(self):
        self.rename("Of this tab")
        self.wait_for_draft(self.workflow, "Of this tab")
        other = self.watched(self.context.new_page())
        self.edit(self.workflow, other)
        expect(self.node("a", other)).to_contain_text("Of this tab")
        self.rename("Of the other tab", other)
        self.page.get_by_role("button", name="Keep this one").click()
        self.wait_for_draft(self.workflow, "Of this tab")

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
