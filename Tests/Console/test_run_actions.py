"""Every action on a run: start, events, pause, restart, copy and deletion."""

import json

from playwright.sync_api import expect

from fixture import ConsoleTest


def show_start(page, root, world):
    page.goto(f"{root}/workflows/{world.orders}/runs")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("id", exact=True)).to_be_visible()


SCREENS = [("run-start", show_start)]


class RunActionTests(ConsoleTest):
    def test_a_run_is_started_and_followed_to_its_end(self):
        self.open(f"/workflows/{self.world.orders}/runs")
        self.button("Run").click()
        field = self.page.get_by_label("Input")
        field.fill("{")
        expect(self.page.get_by_text("This is not valid JSON.")).to_be_visible()
        expect(self.page.get_by_role("dialog").get_by_role("button", name="Run")).to_be_disabled()
        field.fill('{"id": "B-7"}')
        self.page.get_by_role("dialog").get_by_role("button", name="Run").click()
        self.page.wait_for_url("**/runs/*-*-*")
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")
        self.button("Output").click()
        expect(self.page.get_by_role("region", name="Output")).to_contain_text("B-7")

    def test_the_input_has_a_field_for_what_the_workflow_reads(self):
        self.open(f"/workflows/{self.world.orders}/runs")
        self.button("Run").click()
        dialog = self.page.get_by_role("dialog")
        text = dialog.get_by_label("Input")
        field = dialog.get_by_label("id", exact=True)
        field.fill("B-8")
        self.assertEqual(json.loads(text.input_value()), {"id": "B-8"})
        # Both are of one text.
        text.fill('{"note": [1], "id": 12345678901234567890}')
        expect(field).to_have_value("12345678901234567890")
        text.fill("[1]")
        expect(field).to_be_disabled()
        text.fill('{"note": [1]}')
        field.fill('"17"')
        self.assertEqual(json.loads(text.input_value()), {"note": [1], "id": "17"})
        dialog.get_by_role("button", name="Run", exact=True).click()
        self.page.wait_for_url("**/runs/*-*-*")
        self.button("Input").click()
        expect(self.page.get_by_role("region", name="Input")).to_contain_text('"id": "17"')

    def test_a_run_is_made_again_with_another_input(self):
        self.run_page(self.world.orders, self.world.run)
        self.button("Run again").click()
        field = self.page.get_by_role("dialog").get_by_label("Input")
        self.assertEqual(json.loads(field.input_value()), {"id": "A-1042"})
        field.fill('{"id": "A-1043"}')
        self.page.get_by_role("dialog").get_by_role("button", name="Run").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.eventually("the page of the new run", lambda: not self.page.url.endswith(self.world.run))
        self.button("Input").click()
        expect(self.page.get_by_role("region", name="Input")).to_contain_text("A-1043")

    def test_an_event_continues_a_run_that_waits_for_it(self):
        run = self.world.started(self.world.approval, {}, until="waiting")
        self.run_page(self.world.approval, run)
        expect(self.page.get_by_text("Waits for the event decision.")).to_be_visible()
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Send event").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_label("Type")).to_have_value("decision")
        dialog.get_by_label("Payload").fill('{"approved": true}')
        dialog.get_by_role("button", name="Send event").click()
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")
        self.button("Output").click()
        expect(self.page.get_by_role("region", name="Output")).to_contain_text('"approved": true')

    def test_a_run_is_paused_resumed_and_terminated(self):
        run = self.world.started(self.world.approval, {}, until="waiting")
        self.run_page(self.world.approval, run)
        badge = self.page.locator(".page-header .badge")
        self.button("Pause").click()
        expect(badge).to_have_text("Paused")
        self.button("Resume").click()
        expect(badge).to_have_text("Waiting")
        self.button("Terminate").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Terminate").click()
        expect(badge).to_have_text("Terminated")
        expect(self.button("Terminate")).to_have_count(0)

    def test_a_run_is_restarted_from_a_step_and_from_its_beginning(self):
        run = self.world.started(self.world.orders, {"id": "C-1"}, until="complete")
        self.run_page(self.world.orders, run)
        self.button("Actions for Summarize").click()
        self.page.get_by_role("menuitem", name="Restart from here").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Restart").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.world.wait(self.world.orders, run, "complete")
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Restart").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Restart").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.world.wait(self.world.orders, run, "complete")
        expect(self.page.locator(".page-header .badge")).to_have_text("Complete")

    def test_a_run_is_copied_as_a_command(self):
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.run_page(self.world.orders, self.world.run)
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Copy as curl").click()
        expect(self.page.get_by_text("Copied.")).to_be_visible()
        command = self.page.evaluate("navigator.clipboard.readText()")
        self.assertIn(f"/api/workflows/{self.world.orders}/trigger'", command)
        self.assertIn("A-1042", command)

    def test_a_run_is_deleted(self):
        run = self.world.started(self.world.orders, {"id": "D-1"}, until="complete")
        self.run_page(self.world.orders, run)
        self.button("Actions").click()
        self.page.get_by_role("menuitem", name="Delete").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        self.page.wait_for_url("**/runs")
        with self.assertRaisesRegex(RuntimeError, "run.notFound"):
            self.server.call("GET", f"/api/workflows/{self.world.orders}/runs/{run}")

    def test_a_workflow_that_is_not_deployed_leads_to_its_deploy(self):
        self.open(f"/workflows/{self.world.draft}/runs")
        expect(self.page.get_by_text("No runs yet")).to_be_visible()
        self.button("Run").first.click()
        expect(self.page.get_by_text("The workflow is not deployed.")).to_be_visible()
        expect(self.page.get_by_role("dialog").get_by_role("link", name="Deploy")).to_be_visible()
