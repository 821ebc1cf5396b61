"""Resources of a connection in the settings: KV, D1 with its query box, R2 and queues, on this machine."""

from playwright.sync_api import expect

from fixture import ConsoleTest


def opened(kind):
    """Shows one resource of a kind, which is made first."""
    def open_resource(page, root, world):
        call, body = world.server.call, {"connectionId": world.connection}
        make = {
            "kv": lambda: call("POST", "/api/resources/kv/namespaces", {**body, "title": "shown"}),
            "d1": lambda: call("POST", "/api/resources/d1/databases", {**body, "name": "shown"}),
            "r2": lambda: call("POST", "/api/resources/r2/buckets", {**body, "name": "shown"}),
            "queues": lambda: call("POST", "/api/resources/queues/shown/messages", {**body, "body": {"order": 7}}),
        }
        listed = call("GET", f"/api/resources/{LISTS[kind]}?connectionId={world.connection}")["data"]
        if kind == "queues" or not any("shown" in one.values() for one in listed):
            make[kind]()
        page.goto(root + f"/settings/resources?kind={kind}&name=shown")
        expect(page.get_by_role("heading", name="shown")).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)

    return f"resources-{kind}", open_resource


LISTS = {"kv": "kv/namespaces", "d1": "d1/databases", "r2": "r2/buckets", "queues": "queues"}
SCREENS = [opened(kind) for kind in LISTS]


class ResourceTests(ConsoleTest):
    def dialog(self):
        return self.page.get_by_role("dialog")

    def submit(self, name):
        self.dialog().get_by_role("button", name=name, exact=True).click()

    def api(self, method, path, body=None):
        query = "" if body is not None else f"?connectionId={self.world.connection}"
        body = body and {**body, "connectionId": self.world.connection}
        return self.server.call(method, f"/api/resources/{path}{query}", body)

    def make(self, kind, name):
        self.world
        self.open(f"/settings/resources?kind={kind}")
        self.button({"kv": "New namespace", "d1": "New database", "r2": "New bucket"}[kind]).first.click()
        self.dialog().get_by_label("Name").fill(name)
        self.submit("Create")
        self.button(name).click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def remove(self, kind, name):
        self.button({"kv": "KV", "d1": "D1", "r2": "R2"}[kind]).last.click()
        self.button(f"Delete {name}").click()
        expect(self.dialog().get_by_role("heading")).to_contain_text(name)
        self.submit("Delete")
        expect(self.button(name)).to_have_count(0)

    def test_kv_values_are_written_read_changed_and_deleted(self):
        self.make("kv", "sessions")
        self.button("New key").click()
        self.dialog().get_by_label("Key").fill("user/1")
        self.dialog().get_by_label("Value").fill('{"name": "Ada"}')
        self.dialog().get_by_label("Seconds until it expires").fill("30")
        self.submit("Save")
        expect(self.dialog().get_by_text("must be at least 60")).to_be_visible()
        self.dialog().get_by_label("Seconds until it expires").fill("3600")
        self.submit("Save")
        self.button("user/1").click()
        value = self.dialog().get_by_label("Value")
        expect(value).to_have_value('{"name": "Ada"}')
        value.fill('{"name": "Grace"}')
        self.submit("Save")
        expect(self.dialog()).to_have_count(0)
        self.button("user/1").click()
        expect(self.dialog().get_by_label("Value")).to_have_value('{"name": "Grace"}')
        with self.page.expect_download() as waited:
            self.submit("Download")
        self.assertEqual(waited.value.path().read_text(), '{"name": "Grace"}')
        self.page.keyboard.press("Escape")
        self.page.get_by_label("Keys that begin with").fill("other")
        expect(self.page.get_by_text("No keys")).to_be_visible()
        self.page.get_by_label("Keys that begin with").fill("user")
        self.button("Delete user/1").click()
        expect(self.dialog()).to_contain_text("Delete the key user/1?")
        self.submit("Delete")
        expect(self.button("user/1")).to_have_count(0)
        self.remove("kv", "sessions")

    def test_statements_of_d1_run_and_their_errors_are_shown(self):
        self.make("d1", "orders")
        sql = self.page.get_by_label("SQL")
        sql.fill("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, note TEXT)")
        self.button("Run").click()
        expect(self.button("customers")).to_be_visible()
        sql.fill("INSERT INTO customers (name) VALUES (?), (?)")
        self.page.get_by_label("Parameters").fill('["Ada", "Grace"')
        self.button("Run").click()
        expect(self.page.get_by_role("alert")).to_contain_text("not a JSON array")
        self.page.get_by_label("Parameters").fill('["Ada", "Grace"]')
        sql.press("Control+Enter")
        expect(self.page.get_by_text("2 rows changed")).to_be_visible()
        self.button("customers").click()
        expect(self.page.get_by_role("cell", name="Grace")).to_be_visible()
        expect(self.page.get_by_role("cell", name="NULL").first).to_be_visible()
        sql.fill("SELEC 1")
        self.button("Run").click()
        expect(self.page.get_by_role("alert")).to_contain_text("syntax error")
        expect(self.page.get_by_role("alert")).to_contain_text("Request ")
        self.assertEqual(sql.input_value(), "SELEC 1")
        self.remove("d1", "orders")

    def test_objects_of_r2_are_uploaded_read_and_deleted(self):
        self.make("r2", "files")
        self.page.locator("input[type=file]").set_input_files(
            {"name": "hello.txt", "mimeType": "text/plain", "buffer": b"Hello"})
        expect(self.button("hello.txt")).to_be_visible()
        self.page.locator("input[type=file]").set_input_files(
            {"name": "image.bin", "mimeType": "application/octet-stream", "buffer": bytes([0, 255, 254])})
        self.button("hello.txt").click()
        expect(self.dialog().get_by_label("Value")).to_have_value("Hello")
        self.page.keyboard.press("Escape")
        self.button("image.bin").click()
        expect(self.dialog()).to_contain_text("Binary value of 3 bytes")
        with self.page.expect_download() as waited:
            self.submit("Download")
        self.assertEqual(waited.value.path().read_bytes(), bytes([0, 255, 254]))
        self.page.keyboard.press("Escape")
        # A bucket that is not empty stays, with the reason.
        self.button("R2").last.click()
        self.button("Delete files").click()
        self.submit("Delete")
        expect(self.dialog().get_by_role("alert")).to_be_visible()
        self.page.keyboard.press("Escape")
        self.button("files").click()
        for name in ("hello.txt", "image.bin"):
            self.button(f"Delete {name}").click()
            self.submit("Delete")
            expect(self.button(name)).to_have_count(0)
        self.remove("r2", "files")

    def test_messages_of_a_queue_are_sent_and_deleted(self):
        self.world
        self.open("/settings/resources?kind=queues&name=waiting")
        expect(self.page.get_by_text("No messages")).to_be_visible()
        self.button("Send a message").click()
        self.dialog().get_by_label("Body").fill('{"order": }')
        expect(self.dialog().get_by_text("is not valid JSON")).to_be_visible()
        self.dialog().get_by_label("Body").fill('{"order": 7}')
        self.submit("Send a message")
        expect(self.page.get_by_text('{"order":7}')).to_be_visible()
        messages = self.api("GET", "queues/waiting/messages")["data"]
        self.assertEqual([one["body"] for one in messages], [{"order": 7}])
        # No deployed queue has it for its dead letters.
        self.button("Resend dead letters").click()
        expect(self.page.get_by_role("alert")).to_contain_text("local.queue")
        self.button(f"Delete {messages[0]['id']}").click()
        expect(self.dialog()).to_contain_text(messages[0]["id"])
        self.submit("Delete")
        expect(self.page.get_by_text("No messages")).to_be_visible()
        self.assertEqual(self.api("GET", "queues/waiting/messages")["data"], [])

    def test_what_is_shown_is_in_the_address(self):
        self.make("kv", "kept")
        self.page.reload()
        expect(self.page.get_by_role("heading", name="kept")).to_be_visible()
        self.button("D1").click()
        expect(self.page.get_by_role("heading", name="kept")).to_have_count(0)
        self.button("KV").click()
        self.button("kept").click()
        self.remove("kv", "kept")
