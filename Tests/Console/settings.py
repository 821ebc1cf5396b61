"""What tests of the settings share."""

from fixture import ConsoleTest


class SettingsTest(ConsoleTest):
    def dialog(self):
        return self.page.get_by_role("dialog")

    def submit(self, name):
        self.dialog().get_by_role("button", name=name, exact=True).click()

    def choose(self, subject, action):
        self.button(f"Actions for {subject}").click()
        self.page.get_by_role("menuitem", name=action).click()

    def row(self, text):
        return self.page.get_by_role("row").filter(has_text=text)
