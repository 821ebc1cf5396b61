"""Every screen: no violation of WCAG A or AA in either theme, and no sideways scrolling on a narrow screen."""

import re

from playwright.sync_api import expect

from fixture import ROOT, ConsoleTest, screens, violations


class AccessibilityTests(ConsoleTest):
    def check(self, name, show):
        context, page = self.new_page(reduced_motion="reduce", color_scheme="light")
        try:
            show(page, self.server.base + ROOT, self.world)
            self.assertEqual(violations(page), [], "light")
            page.emulate_media(color_scheme="dark")
            expect(page.locator("html[data-theme=dark]")).to_have_count(1)
            self.assertEqual(violations(page), [], "dark")
            # The editor is for 1,000 px and more.
            if not name.startswith("editor"):
                page.set_viewport_size({"width": 390, "height": 780})
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 390)
        finally:
            context.close()

    def test_a_violation_is_found(self):
        self.open("/workflows")
        self.heading("Workflows")
        self.page.evaluate("document.querySelector('h1').style.color = '#ddd'")
        self.assertRegex("\n".join(violations(self.page)), "color-contrast")


# A test a screen: what fails or hangs has a name, and the others go on.
for screen, opened in screens():
    test = f"test_screen_{re.sub('[^a-z0-9]+', '_', screen.lower())}"
    assert not hasattr(AccessibilityTests, test), screen
    setattr(AccessibilityTests, test, lambda self, name=screen, show=opened: self.check(name, show))
assert sum(name.startswith("test_screen_") for name in dir(AccessibilityTests)) >= 30
