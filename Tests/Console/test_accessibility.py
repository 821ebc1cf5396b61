"""Every screen in both themes: no violation of WCAG A or AA, and no sideways scrolling on a narrow screen."""

from fixture import ROOT, ConsoleTest, Shared, screens, violations


class AccessibilityTests(ConsoleTest):
    def test_screens(self):
        for name, show in screens():
            for theme in ("light", "dark"):
                with self.subTest(screen=name, theme=theme):
                    context = Shared.browser().new_context(
                        storage_state=Shared.state(), viewport=self.viewport, color_scheme=theme,
                        reduced_motion="reduce")
                    page = self.watched(context.new_page())
                    try:
                        show(page, self.server.base + ROOT, self.world)
                        page.wait_for_timeout(250)
                        self.assertEqual(violations(page), [])
                    finally:
                        context.close()

    def test_narrow(self):
        for name, show in screens():
            if name.startswith("editor"):
                # The editor is for 1,000 px and more.
                continue
            with self.subTest(screen=name):
                context = Shared.browser().new_context(
                    storage_state=Shared.state(), viewport={"width": 390, "height": 780})
                page = context.new_page()
                try:
                    show(page, self.server.base + ROOT, self.world)
                    width = page.evaluate("document.documentElement.scrollWidth")
                    self.assertLessEqual(width, 390)
                finally:
                    context.close()
