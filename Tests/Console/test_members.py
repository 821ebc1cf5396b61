"""The settings: members and invitations."""

from playwright.sync_api import expect

from fixture import Shared
from settings import SettingsTest


class MemberTests(SettingsTest):
    def test_a_person_is_invited_joins_gets_a_role_and_is_removed(self):
        self.open("/settings/members")
        self.button("Invite a person").click()
        self.dialog().get_by_label("Email address").fill("grace")
        self.submit("Invite")
        self.dialog().get_by_label("Email address").fill("grace@example.com")
        self.submit("Invite")
        link = self.dialog().locator("pre").inner_text()
        self.assertRegex(link, r"/sign-up#\S+$")
        self.submit("Done")
        expect(self.row("grace@example.com")).to_be_visible()

        context = Shared.new_context()
        page = self.watched(context.new_page())
        page.goto(link)
        page.get_by_label("Name").fill("Grace Hopper")
        page.get_by_label("Password").fill("another long password")
        page.get_by_role("button", name="Accept").click()
        page.wait_for_url("**/workflows")
        # A member sees what members may do, and nothing else.
        page.goto(page.url.replace("/workflows", "/settings/members"))
        expect(page.get_by_role("row").filter(has_text="Grace Hopper")).to_contain_text("You")
        expect(page.get_by_role("link", name="API keys")).to_have_count(0)
        expect(page.get_by_role("link", name="Audit log")).to_have_count(0)
        expect(page.get_by_role("button", name="Invite a person")).to_have_count(0)
        context.close()

        self.page.reload()
        expect(self.row("grace@example.com")).to_have_count(1)
        self.page.get_by_label("Role of Grace Hopper").select_option("admin")
        expect(self.page.get_by_text("Saved.")).to_be_visible()
        roles = {one["email"]: one["role"] for one in self.members()}
        self.assertEqual(roles["grace@example.com"], "admin")
        self.choose("Grace Hopper", "Remove")
        expect(self.dialog()).to_contain_text("Remove Grace Hopper?")
        self.submit("Remove")
        expect(self.row("Grace Hopper")).to_have_count(0)

    def members(self):
        return self.page.evaluate("fetch('/api/members').then((response) => response.json())")["data"]

    def test_an_invitation_is_withdrawn_and_the_last_owner_stays(self):
        self.open("/settings/members")
        self.button("Invite a person").click()
        self.dialog().get_by_label("Email address").fill("lost@example.com")
        self.submit("Invite")
        self.submit("Done")
        self.choose("lost@example.com", "Withdraw")
        self.submit("Withdraw")
        expect(self.row("lost@example.com")).to_have_count(0)
        self.page.get_by_label("Role of Ada Lovelace").select_option("member")
        expect(self.page.get_by_role("alert")).to_contain_text("member.lastOwner")
        expect(self.page.get_by_label("Role of Ada Lovelace")).to_have_value("owner")
