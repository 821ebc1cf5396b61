"""The marketplace: search, the page of a node, and installing, updating, rolling back, moving and uninstalling."""

from playwright.sync_api import expect

from fixture import ROOT, ConsoleTest, Shared, sign_in, violations
from registry import Registry
from server import Server
from world import document, node


def own_server():
    registry = Registry(Shared.executable)
    server = Server(Shared.executable, Shared.console, *registry.arguments)
    server.set_up()
    server.call("POST", "/api/marketplace/install", {"nodeId": "direct-mail", "version": "1.0.0"})
    return server


def picture(name, path, button=None):
    """A screen of the marketplace, of a server that has a registry; a dialog of it, if a button opens one."""
    def show(page, root, world):
        server = Shared.other("marketplace", own_server)
        sign_in(page, server.base)
        page.goto(server.base + ROOT + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        if button:
            page.get_by_role("button", name=button, exact=True).click()
            expect(page.get_by_role("dialog").locator(".skeleton")).to_have_count(0)
    return name, show


PICTURES = [
    picture("marketplace", "/marketplace"), picture("marketplace-node", "/marketplace/slack"),
    picture("marketplace-deprecated", "/marketplace/jira"),
    picture("marketplace-update", "/marketplace/direct-mail", button="Update"),
]


class MarketplaceTests(ConsoleTest):
    """With a server of their own: what is installed is the organization's."""

    @classmethod
    def setUpClass(cls):
        cls.registry = Registry(Shared.executable)
        cls.own = Server(Shared.executable, Shared.console, *cls.registry.arguments)
        cls.own.set_up()
        context = Shared.new_context()
        sign_in(context.new_page(), cls.own.base)
        cls.own_state = context.storage_state()
        context.close()

    @classmethod
    def tearDownClass(cls):
        cls.own.stop()

    @property
    def server(self):
        return self.own

    def state(self):
        return self.own_state

    def tearDown(self):
        super().tearDown()
        for installed in self.own.call("GET", "/api/marketplace/installed")["data"]:
            if not installed["isBundled"]:
                self.own.call("POST", "/api/marketplace/uninstall?force=true", {"nodeId": installed["nodeId"]})

    def cards(self):
        return self.page.get_by_role("list", name="Marketplace").get_by_role("heading")

    def dialog(self):
        return self.page.get_by_role("dialog")

    def install(self, node, version=None):
        self.own.call("POST", "/api/marketplace/install", {"nodeId": node, **({"version": version} if version else {})})

    def installed(self, node):
        found = self.own.call("GET", f"/api/marketplace/{node}")["installation"]
        return found and found["version"]

    def workflow(self, name, version):
        """A workflow that uses DirectMail."""
        mail = node("mail", "direct-mail", "Mail", 0, **{"from": "a@example.com", "to": "b@example.com", "subject": "Hello"})
        mail["version"] = version
        workflow = self.own.call("POST", "/api/workflows", {"name": name})["id"]
        self.own.call("POST", f"/api/workflows/{workflow}/versions", {"ir": document(name, [mail])})
        self.addCleanup(lambda: self.own.call("DELETE", f"/api/workflows/{workflow}"))
        return workflow

    def test_a_node_is_offered_the_credentials_that_it_can_use(self):
        self.install("slack")
        kinds = {
            "team": ("values", {"values": {"SLACK_BOT_TOKEN": "xoxb-1"}}),
            "bucket": ("aws", {"accessKeyId": "A", "secretAccessKey": "s", "region": "eu-west-1"}),
        }
        for name, (kind, values) in kinds.items():
            made = self.own.call("POST", "/api/credentials", {"name": name, "type": kind, "values": values})
            self.addCleanup(lambda made=made: self.own.call("DELETE", f"/api/credentials/{made['id']}"))
        say = node("say", "slack", "Say", 0, channel="#looms", text="Ready")
        workflow = self.own.call("POST", "/api/workflows", {"name": "Accounts"})["id"]
        self.own.call("POST", f"/api/workflows/{workflow}/versions", {"ir": document("Accounts", [say])})
        self.addCleanup(lambda: self.own.call("DELETE", f"/api/workflows/{workflow}"))
        self.open(f"/workflows/{workflow}")
        self.page.locator("[data-node='say']").click()
        choice = self.page.get_by_label("Credential", exact=True)
        expect(choice.get_by_role("option")).to_have_text(["None: read variables", "team"])

    def test_search_category_and_filter_are_kept_by_a_reload(self):
        self.install("slack")
        self.open("/marketplace")
        self.heading("Marketplace")
        expect(self.cards()).to_have_count(7)
        self.page.get_by_label("Search nodes").fill("issues")
        expect(self.cards()).to_have_count(3)
        self.page.get_by_role("group", name="Categories").get_by_role("button", name="Analytics").click()
        expect(self.cards()).to_have_text(["Sentry"])
        self.page.reload()
        expect(self.page.get_by_label("Search nodes")).to_have_value("issues")
        expect(self.cards()).to_have_text(["Sentry"])
        self.page.get_by_label("Search nodes").fill("no node is called so")
        expect(self.page.get_by_text("No nodes found")).to_be_visible()
        self.button("Show all nodes").click()
        expect(self.cards()).to_have_count(7)
        self.page.get_by_label("Which nodes").select_option("true")
        expect(self.cards()).to_have_text(["Slack"])

    def test_a_kind_is_chosen_and_kept_by_a_reload(self):
        self.open("/marketplace")
        kind = self.page.get_by_label("Kind")
        expect(kind.get_by_role("option")).to_have_text(["All kinds", "Nodes", "Providers", "Storages", "Endpoints"])
        kind.select_option("storage")
        expect(self.cards()).to_have_text(["PostgreSQL"])
        kind.select_option("provider")
        expect(self.cards()).to_have_text(["Cloudflare"])
        self.page.reload()
        expect(kind).to_have_value("provider")
        expect(self.cards()).to_have_text(["Cloudflare"])
        # The categories are those of what matches.
        expect(self.page.get_by_role("group", name="Categories").get_by_role("button")).to_have_count(2)
        kind.select_option("node")
        expect(self.cards()).to_have_count(5)
        self.page.get_by_label("Search nodes").fill("cloudflare")
        expect(self.page.get_by_text("No nodes found")).to_be_visible()
        self.button("Show all nodes").click()
        expect(kind).to_have_value("")
        expect(self.cards()).to_have_count(7)
        # An address that somebody wrote by hand.
        self.open("/marketplace?kind=theme")
        expect(self.cards()).to_have_count(7)

    def test_a_page_says_what_a_node_does_and_needs(self):
        self.open("/marketplace")
        self.page.get_by_role("link", name="Slack").click()
        self.heading("Slack")
        expect(self.page.get_by_text("Invite to Channel")).to_be_visible()
        expect(self.page.get_by_text("SLACK_BOT_TOKEN")).to_be_visible()
        publisher = self.page.get_by_label("Publisher")
        expect(publisher).to_contain_text("Apache-2.0")
        signed = self.own.call("GET", "/api/marketplace/slack")["versions"][0]["builds"][0]["signedBy"]
        expect(publisher).to_contain_text(signed)
        # The publisher's icon, as an image that is shown.
        icon = self.page.locator("img.node-icon")
        self.assertTrue(icon.get_attribute("src").startswith("data:image/svg+xml,"))
        self.eventually("the icon", lambda: icon.evaluate("(image) => image.complete && image.naturalWidth > 0"))

    def test_the_changelog_is_shown_as_text_and_its_older_part_is_folded(self):
        self.open("/marketplace/slack")
        changelog = self.page.get_by_role("region", name="Changelog")
        # It is a stranger's: nothing of it is markup.
        expect(changelog.get_by_text("- <b>Messages</b> & threads")).to_be_visible()
        oldest = changelog.get_by_text("## 0.1.0")
        expect(oldest).to_be_hidden()
        changelog.get_by_text("Earlier changes").click()
        expect(oldest).to_be_visible()
        self.open("/marketplace/linear")
        expect(self.page.get_by_role("region", name="Changelog")).to_contain_text("The publisher provides no changelog.")

    def test_installing_shows_what_is_downloaded_first(self):
        self.open("/marketplace/slack")
        self.button("Install").click()
        expect(self.dialog()).to_contain_text("MiB")
        self.assertIsNone(self.installed("slack"))
        self.dialog().get_by_role("button", name="Install").click()
        expect(self.page.get_by_text("Installed Slack 1.0.0.")).to_be_visible()
        expect(self.button("Uninstall")).to_be_visible()
        expect(self.button("Install")).to_have_count(0)
        self.assertEqual(self.installed("slack"), "1.0.0")

    def test_an_update_names_the_workflows_and_can_be_rolled_back(self):
        self.install("direct-mail", "1.0.0")
        workflow = self.workflow("Mail to customers", "1.0.0")
        self.open("/marketplace")
        card = self.page.get_by_role("listitem").filter(has_text="DirectMail")
        expect(card.get_by_text("Update available")).to_be_visible()
        card.get_by_role("link").click()
        self.button("Update").click()
        expect(self.dialog()).to_contain_text("1.0.0 → 1.0.1")
        expect(self.dialog().get_by_role("link", name="Mail to customers")).to_be_visible()
        self.dialog().get_by_role("button", name="Update").click()
        expect(self.page.get_by_text("Updated DirectMail to 1.0.1.")).to_be_visible()
        self.assertEqual(self.installed("direct-mail"), "1.0.1")

        self.button("Move workflows").click()
        self.dialog().get_by_label("Mail to customers").uncheck()
        expect(self.dialog().get_by_role("button", name="Move workflows")).to_be_disabled()
        self.dialog().get_by_label("Mail to customers").check()
        self.dialog().get_by_role("button", name="Move workflows").click()
        expect(self.page.get_by_text("1 workflow was moved.")).to_be_visible()
        full = self.own.call("GET", f"/api/workflows/{workflow}/full")
        self.assertEqual(full["currentVersion"]["ir"]["nodes"][0]["version"], "1.0.1")

        self.button("Roll back").click()
        expect(self.dialog()).to_contain_text("1.0.1 → 1.0.0")
        expect(self.dialog()).to_contain_text("Nothing is downloaded")
        self.dialog().get_by_role("button", name="Roll back").click()
        expect(self.page.get_by_text("Rolled back DirectMail to 1.0.0.")).to_be_visible()
        self.assertEqual(self.installed("direct-mail"), "1.0.0")

    def test_a_chosen_version_is_installed(self):
        self.open("/marketplace/direct-mail")
        self.button("Install 1.0.0").click()
        expect(self.dialog().get_by_text("1.0.0")).to_be_visible()
        self.dialog().get_by_role("button", name="Install").click()
        expect(self.page.get_by_text("Installed DirectMail 1.0.0.")).to_be_visible()
        self.assertEqual(self.installed("direct-mail"), "1.0.0")

    def test_uninstalling_a_node_in_use_has_to_be_confirmed(self):
        self.install("direct-mail")
        self.workflow("Mail to suppliers", "1.0.1")
        self.open("/marketplace/direct-mail")
        self.button("Uninstall").click()
        expect(self.dialog().get_by_role("link", name="Mail to suppliers")).to_be_visible()
        expect(self.dialog().get_by_role("button", name="Uninstall")).to_be_disabled()
        self.dialog().get_by_label("Uninstall although workflows use it").check()
        self.dialog().get_by_role("button", name="Uninstall").click()
        expect(self.page.get_by_text("Uninstalled DirectMail.")).to_be_visible()
        self.assertIsNone(self.installed("direct-mail"))

    def test_deprecated_and_withdrawn_nodes_say_why(self):
        self.open("/marketplace/jira")
        expect(self.page.get_by_text("Use Linear for new workflows.").first).to_be_visible()
        self.page.get_by_role("link", name="Use linear instead").click()
        self.heading("Linear")
        self.open("/marketplace/sentry")
        expect(self.page.get_by_text("The publisher withdrew the newest version")).to_be_visible()
        expect(self.page.get_by_text("Reads the issues of another project.").first).to_be_visible()
        expect(self.button("Install", exact=False)).to_have_count(0)

    def test_an_unknown_node_and_a_refused_change_show_the_code_and_the_request(self):
        self.open("/marketplace/no-such-node")
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("marketplace.unknownNode")
        expect(alert).to_contain_text("Request ")
        self.open("/marketplace/slack")
        self.button("Install").click()
        expect(self.dialog()).to_contain_text("MiB")
        # Somebody else was faster.
        self.install("slack")
        self.dialog().get_by_role("button", name="Install").click()
        expect(self.dialog().get_by_role("alert")).to_contain_text("marketplace.installed")

    def test_an_organization_without_a_registry_is_told_how_to_add_one(self):
        context = Shared.new_context(storage_state=Shared.state())
        page = self.watched(context.new_page())
        page.goto(Shared.server().base + ROOT + "/marketplace")
        expect(page.get_by_text("No registry is configured")).to_be_visible()
        context.close()

    def test_accessibility(self):
        self.install("direct-mail", "1.0.0")
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for path in ("/marketplace", "/marketplace/direct-mail", "/marketplace/jira", "/marketplace/sentry",
                         "/marketplace/slack", "/marketplace?kind=storage"):
                with self.subTest(path=path, theme=theme):
                    self.open(path)
                    expect(self.page.locator(".skeleton")).to_have_count(0)
                    self.assertEqual(violations(self.page), [])
            with self.subTest(path="update", theme=theme):
                self.open("/marketplace/direct-mail")
                self.button("Update").click()
                expect(self.dialog()).to_contain_text("1.0.0 → 1.0.1")
                self.assertEqual(violations(self.page), [])

    def test_narrow(self):
        self.page.set_viewport_size({"width": 390, "height": 780})
        for path in ("/marketplace", "/marketplace/direct-mail", "/marketplace/sentry", "/marketplace/slack"):
            self.open(path)
            expect(self.page.get_by_role("heading", level=1)).to_be_visible()
            expect(self.page.locator(".skeleton")).to_have_count(0)
            self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), 390)
