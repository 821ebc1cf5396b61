"""First start, sign in and out, invitations, and a session, a server or a network that ends in the middle."""

from playwright.sync_api import expect

from fixture import ROOT, ConsoleTest, Shared, sign_in
from server import EMAIL, NAME, PASSWORD, Server


def show_sign_in(page, root, world):
    page.context.clear_cookies()
    page.goto(root)
    expect(page.get_by_label("Email address")).to_be_visible()


def show_set_up(page, root, world):
    server = Shared.other("set-up", lambda: Server(Shared.executable, Shared.console))
    page.goto(server.set_up_link)
    expect(page.get_by_role("heading", name="Set up your account")).to_be_visible()


SCREENS = [("sign-in", show_sign_in)]
PICTURES = [("set-up", show_set_up)]


class FirstStartTests(ConsoleTest):
    def state(self):
        return None

    def test_the_link_sets_up_the_owner_once(self):
        server = Server(Shared.executable, Shared.console)
        self.addCleanup(server.stop)
        link = server.set_up_link
        self.assertNotIn("set-up#", server.log.read_text())
        self.page.goto(link)
        self.heading("Set up your account")
        self.page.get_by_label("Name").fill(NAME)
        self.page.get_by_label("Email address").fill(EMAIL)
        self.page.get_by_label("Password").fill("short")
        self.button("Create account").click()
        expect(self.page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
        expect(self.page.get_by_text("Password must have 12 to 1024 characters")).to_be_visible()
        self.page.get_by_label("Password").fill(PASSWORD)
        self.button("Create account").click()
        self.page.wait_for_url("**/workflows")
        expect(self.page.get_by_text(NAME)).to_be_visible()
        expect(self.page.get_by_text("No workflows yet")).to_be_visible()
        server.restart()
        self.assertFalse((server.folder / "data/set-up-link").exists())
        self.context.clear_cookies()
        self.page.goto(link)
        for label, text in [("Name", "Eve"), ("Email address", "eve@example.com"), ("Password", PASSWORD)]:
            self.page.get_by_label(label).fill(text)
        self.button("Create account").click()
        expect(self.page.get_by_role("alert")).to_contain_text("setUp.notFound")


class SessionTests(ConsoleTest):
    def state(self):
        return None

    def test_the_wanted_page_is_shown_after_the_sign_in(self):
        self.page.goto(f"{self.server.base}{ROOT}/runs?status=errored")
        self.page.wait_for_url("**/sign-in?next=*")
        self.page.get_by_label("Email address").fill(EMAIL)
        self.page.get_by_label("Password").fill("not the password")
        self.button("Sign in").click()
        expect(self.page.get_by_role("alert")).to_contain_text("auth.credentials")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.button("Sign in").click()
        self.page.wait_for_url("**/runs?status=errored")
        expect(self.page.get_by_label("Status")).to_have_value("errored")

    def test_an_address_without_a_project_is_of_the_current_one(self):
        self.page.goto(f"{self.server.base}/workflows/{self.world.orders}/runs?status=complete")
        self.page.wait_for_url("**/sign-in?next=*")
        self.page.get_by_label("Email address").fill(EMAIL)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.button("Sign in").click()
        self.page.wait_for_url(f"**{ROOT}/workflows/{self.world.orders}/runs?status=complete")
        self.heading("Order notification")
        # Signed in, it is opened at once.
        self.page.goto(f"{self.server.base}/functions/{self.world.function}")
        self.heading("Price of an order")

    def test_signing_out_ends_the_session(self):
        sign_in(self.page, self.server.base)
        self.button("Account").click()
        self.page.get_by_role("menuitem", name="Sign out").click()
        self.page.wait_for_url("**/sign-in")
        self.page.goto(self.server.base + ROOT + "/workflows")
        self.page.wait_for_url("**/sign-in?next=*")

    def test_an_invitation_is_accepted_and_two_organizations_are_switched(self):
        sign_in(self.page, self.server.base)
        self.context.request.post(
            f"{self.server.base}/api/organizations", data={"name": "Second"}, headers={"Origin": self.server.base})
        made = self.context.request.post(
            f"{self.server.base}/api/invitations", data={"email": "joan@example.com", "role": "member"},
            headers={"Origin": self.server.base}).json()
        self.context.clear_cookies()
        self.page.goto(f"{self.server.base}/sign-up#{made['token']}")
        self.page.get_by_label("Name").fill("Joan Clarke")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.button("Accept").click()
        self.page.wait_for_url("**/workflows")
        expect(self.page.get_by_text("Joan Clarke")).to_be_visible()
        self.context.clear_cookies()
        sign_in(self.page, self.server.base)
        self.button("My organization", exact=False).click()
        self.page.get_by_role("menuitemradio", name="Second").first.click()
        self.page.wait_for_url("**/o/organization-*/my-project/workflows")
        expect(self.page.get_by_text("No workflows yet")).to_be_visible()
        self.page.goto(self.server.base + "/")
        self.page.wait_for_url("**/o/organization-*/my-project/workflows")


class InterruptionTests(ConsoleTest):
    def test_a_session_that_ends_is_renewed_on_the_page(self):
        self.world
        context = Shared.new_context(viewport=self.viewport)
        page = self.watched(context.new_page())
        self.addCleanup(context.close)
        sign_in(page, self.server.base)
        page.get_by_role("button", name="New workflow", exact=True).click()
        page.get_by_role("dialog").get_by_label("Name").fill("Kept over a sign-in")
        context.clear_cookies()
        page.get_by_role("button", name="Create").click()
        expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
        dialog = page.get_by_role("dialog", name="Your session has ended")
        dialog.get_by_label("Email address").fill(EMAIL)
        dialog.get_by_label("Password").fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in").click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("dialog").get_by_label("Name")).to_have_value("Kept over a sign-in")
        page.get_by_role("button", name="Create").click()
        page.wait_for_url("**/workflows/*-*-*")

    def test_somebody_else_who_signs_in_again_sees_nothing_of_the_first(self):
        server = Server(Shared.executable, Shared.console)
        server.set_up()
        self.addCleanup(server.stop)
        context = Shared.new_context()
        self.addCleanup(context.close)
        page = self.watched(context.new_page())
        sign_in(page, server.base)
        invited = page.evaluate("""async () => (await (await fetch('/api/invitations', {
            method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ email: 'grace@example.com' }) })).json()).token""")
        page.evaluate("""(token) => fetch('/api/auth/sign-up', {
            method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ token, name: 'Grace Hopper', password: 'a very long password' }) })""", invited)
        context.clear_cookies()
        sign_in(page, server.base)
        page.goto(server.base + ROOT + "/settings/projects")
        expect(page.get_by_text(NAME)).to_be_visible()
        context.clear_cookies()
        # The page's stream may notice it first, and then the dialog is in the way.
        page.get_by_role("link", name="Workflows").dispatch_event("click")
        dialog = page.get_by_role("dialog", name="Your session has ended")
        dialog.get_by_label("Email address").fill("grace@example.com")
        dialog.get_by_label("Password").fill("a very long password")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        dialog.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Grace Hopper")).to_be_visible()
        expect(page.get_by_text(NAME)).to_have_count(0)
        self.assertTrue(any("/api/auth/session" in url for url in asked), asked)
        page.get_by_role("link", name="Settings").click()
        expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()

    def test_a_server_that_restarts_is_found_again(self):
        server = Server(Shared.executable, Shared.console)
        server.set_up()
        self.context.clear_cookies()
        sign_in(self.page, server.base)
        expect(self.page.get_by_text("No workflows yet")).to_be_visible()
        server.stop()
        self.page.get_by_role("link", name="Functions").click()
        expect(self.page.get_by_text("Changes cannot be saved until it responds")).to_be_visible()
        server.start()
        self.addCleanup(server.stop)
        expect(self.page.get_by_text("No functions yet")).to_be_visible()
        expect(self.page.get_by_text("Changes cannot be saved until it responds")).to_have_count(0)

    def test_without_a_network_changes_fail_in_place_and_work_again_later(self):
        self.open("/workflows")
        self.button("New workflow").click()
        self.page.get_by_role("dialog").get_by_label("Name").fill("Made after a break")
        self.context.set_offline(True)
        self.button("Create").click()
        expect(self.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("not reachable")
        self.context.set_offline(False)
        self.button("Create").click()
        self.page.wait_for_url("**/workflows/*-*-*")

    def test_a_rate_limit_is_waited_for(self):
        answers = []

        def limit(route):
            answers.append(route.request.url)
            if len(answers) > 1:
                return route.continue_()
            return route.fulfill(status=429, headers={"Retry-After": "1", "Content-Type": "application/problem+json"},
                                 body='{"code":"rateLimit.exceeded","detail":"Too many requests."}')

        self.page.route("**/api/workflows?*", limit)
        self.world
        self.open("/workflows")
        expect(self.page.get_by_text("Weekly report")).to_be_visible()
        self.assertGreaterEqual(len(answers), 2)

    def test_a_long_rate_limit_is_an_error_with_a_retry(self):
        body = '{"code":"rateLimit.exceeded","detail":"Too many requests.","requestId":"r1"}'
        self.page.route("**/api/workflows?*", lambda route: route.fulfill(
            status=429, headers={"Retry-After": "50", "Content-Type": "application/problem+json"}, body=body))
        self.world
        self.open("/workflows")
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text("Try again in 50 s")
        self.page.unroute("**/api/workflows?*")
        alert.get_by_role("button", name="Try again").click()
        expect(self.page.get_by_text("Weekly report")).to_be_visible()

    def test_another_address_is_an_empty_page_and_not_an_error(self):
        self.open("/none/at/all")
        self.heading("This page does not exist.")
        self.page.get_by_role("link", name="Show workflows").click()
        self.heading("Workflows")

    def test_the_theme_is_kept(self):
        self.open("/workflows")
        self.button("Account").click()
        self.page.get_by_role("menuitemradio", name="Dark theme").click()
        dark = self.page.locator("html[data-theme=dark]")
        expect(dark).to_have_count(1)
        self.page.reload()
        self.heading("Workflows")
        expect(dark).to_have_count(1)

    def test_the_keyboard_reaches_a_menu_and_gives_the_focus_back(self):
        self.world
        self.open("/workflows")
        menu = self.button("Actions for Weekly report")
        menu.focus()
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("menuitem", name="Duplicate")).to_be_focused()
        self.page.keyboard.press("ArrowDown")
        expect(self.page.get_by_role("menuitem", name="Move")).to_be_focused()
        self.page.keyboard.press("Escape")
        expect(menu).to_be_focused()
