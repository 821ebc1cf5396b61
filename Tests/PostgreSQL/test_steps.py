"""Servers of one PostgreSQL that are killed within a change, and a database whose disk is full.

    python3 Tests/PostgreSQL/test_steps.py BIN [TEST ...]
"""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

from group import GroupTest, Writers, eventually
from millrace import BIN, PATIENCE, Server
from receiver import Receiver

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Console"))
from registry import NodeRegistry  # noqa: E402

DOCUMENT = {
    "metadata": {"name": "One", "version": 1, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"},
    "nodes": [{"id": "one", "type": "step", "name": "One", "version": "1.0.0", "provider": "cloudflare",
               "position": {"x": 0, "y": 0}, "data": {"code": "return 1;"}}],
    "edges": [], "entryNodeId": "one", "trigger": {"type": "manual"}}


class StepTests(GroupTest):
    def arm(self, server, point):
        """Has a server killed at a point of its next change."""
        server.fault.write_text(f"{point} kill")

    def killed(self, server, point, change):
        """Makes a change through another server, in which the leader is killed; the other one leads afterwards."""
        self.arm(server, point)
        other = next(one for one in self.servers if one is not server)
        thread = threading.Thread(target=change, args=(other,))
        thread.start()
        self.assertEqual(server.process.wait(PATIENCE), -signal.SIGKILL, point)
        thread.join()
        eventually("a takeover", lambda: self.role(other) == "leader")
        self.assertFalse(server.fault.exists(), point)
        return other

    def back(self, server):
        """Starts a killed server again, which stands by."""
        number = self.servers.index(server)
        again = self.start(number)
        eventually("it to be back", lambda: self.role(again) == "follower")

    def test_an_install_of_a_killed_leader_is_whole_or_not_there_on_another_disk(self):
        registry = NodeRegistry(BIN / "millrace", "Slack")
        self.addCleanup(shutil.rmtree, registry.folder, True)
        servers = self.group(2, *registry.arguments)
        outcomes = {}
        for point in ("downloaded", "written", "kept", "staged", "recorded", "published"):
            leader = self.leader()
            answers = []

            def install(other):
                answers.append(other.send("POST", "/api/marketplace/install", json.dumps({"nodeId": "slack"})))

            next_one = self.killed(leader, f"marketplace.install.{point}", install)
            self.assertEqual(answers[0][0], 503, point)
            installed = next_one.call("GET", "/api/marketplace/installed")[1]["data"]
            outcomes[point] = bool(installed)
            if not installed:
                status, change = next_one.call("POST", "/api/marketplace/install", {"nodeId": "slack"})
                self.assertEqual(status, 201, (point, change))
            # It is on the disk of the one that leads now, and loaded.
            status, node = next_one.call("GET", "/api/nodes/slack")
            self.assertEqual(status, 200, (point, node))
            self.assertTrue(list((next_one.data / "packages/slack").rglob("*.so")), point)
            self.assertEqual(next_one.call("POST", "/api/marketplace/uninstall", {"nodeId": "slack"})[0], 200, point)
            self.back(leader)
        # Until the database names it there is nothing, and from then on there is.
        self.assertEqual([point for point, whole in outcomes.items() if whole], ["recorded", "published"])
        self.assertEqual(len(servers), 2)

    def test_installed_packages_outlive_the_disk_of_the_server_that_installed_them(self):
        registry = NodeRegistry(BIN / "millrace", "Slack", "Jira")
        self.addCleanup(shutil.rmtree, registry.folder, True)
        first, second = self.group(2, *registry.arguments)
        for node in ("slack", "jira"):
            self.assertEqual(second.call("POST", "/api/marketplace/install", {"nodeId": node})[0], 201)
        self.assertEqual(second.call("POST", "/api/marketplace/uninstall", {"nodeId": "jira"})[0], 200)
        first.stop(signal.SIGKILL)
        shutil.rmtree(registry.path)
        eventually("a takeover", lambda: self.role(second) == "leader")
        self.assertEqual(second.call("GET", "/api/nodes/slack")[0], 200)
        self.assertEqual(second.call("GET", "/api/nodes/jira")[0], 404)
        document = json.loads(json.dumps(DOCUMENT))
        status, answer = second.call(
            "POST", "/api/workflows", {"name": "W"})
        self.assertEqual(status, 201, answer)
        status, version = second.call("POST", f"/api/workflows/{answer['id']}/versions", {"ir": document})
        self.assertEqual(status, 201, version)
        self.assertEqual(second.call("POST", "/api/marketplace/uninstall", {"nodeId": "slack"})[0], 200)
        self.assertEqual(self.cluster.sql("SELECT COUNT(*) FROM package_parts", self.database), "0")

    def test_a_deploy_of_a_killed_leader_is_ended_at_any_step(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        plugins = self.folder / "plugins"
        plugins.mkdir()
        shutil.copy(BIN / "libPatientProviderFixture.so", plugins)
        first, _ = self.group(
            2, "--plugins", str(plugins), "--plugin-isolation", "patient=inProcess", "--plugin-network",
            "patient=private", "--plugin-setting", f"patient.url={receiver.base}")
        workflow = first.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        status, version = first.call("POST", f"/api/workflows/{workflow}/versions", {"ir": DOCUMENT})
        self.assertEqual(status, 201, version)
        connection = first.call(
            "POST", "/api/connections", {"provider": "patient", "name": "P", "credentials": {"apiToken": "x"}})[1]["id"]
        path, body = f"/api/workflows/{workflow}/deploy", json.dumps({"connectionId": connection})
        deployments = f"/api/workflows/{workflow}/deployments"
        for turn, point in enumerate(("deploy.recorded", "deploy.answered")):
            leader, answers = self.leader(), []
            key = {"idempotency-key": point}
            next_one = self.killed(
                leader, point, lambda other: answers.append(other.send("POST", path, body, key)))
            self.assertEqual((answers[0][0], json.loads(answers[0][2])["code"]), (503, "server.lost"))
            ended = eventually(
                "the deploy to be ended", lambda: (found := next_one.call("GET", deployments)[1]["data"])
                and found[0]["status"] != "deploying" and found)
            self.assertEqual(ended[0]["status"], "failed", point)
            calls = len(receiver.calls)
            self.assertEqual(
                json.loads(next_one.send("POST", path, body, key)[2])["code"], "idempotency.responseLost")
            self.assertEqual(len(receiver.calls), calls, point)
            self.assertEqual(next_one.send("POST", path, body)[0], 201, point)
            statuses = [one["status"] for one in next_one.call("GET", deployments)[1]["data"]]
            self.assertEqual((len(statuses), statuses.count("active")), (2 * turn + 2, 1), point)
            self.back(leader)

    def test_deploys_of_a_workflow_through_different_servers_wait_for_each_other_and_are_followed_through_any(self):
        receiver = Receiver(holds=True)
        self.addCleanup(receiver.close)
        plugins = self.folder / "plugins"
        plugins.mkdir()
        shutil.copy(BIN / "libPatientProviderFixture.so", plugins)
        first, second, third = self.group(
            3, "--plugins", str(plugins), "--plugin-isolation", "patient=inProcess", "--plugin-network",
            "patient=private", "--plugin-setting", f"patient.url={receiver.base}")
        workflow = first.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        self.assertEqual(first.call("POST", f"/api/workflows/{workflow}/versions", {"ir": DOCUMENT})[0], 201)
        connection = first.call(
            "POST", "/api/connections", {"provider": "patient", "name": "P", "credentials": {"apiToken": "x"}})[1]["id"]
        path, body = f"/api/workflows/{workflow}/deploy", json.dumps({"connectionId": connection})
        answers = []
        threads = [
            threading.Thread(target=lambda server=server: answers.append(server.send("POST", path, body)[0]))
            for server in (second, third)]
        threads[0].start()
        self.assertTrue(receiver.reached.wait(PATIENCE))
        running = third.call("GET", f"/api/workflows/{workflow}/deployments")[1]["data"][0]["id"]
        follower = http.client.HTTPConnection(third.base, timeout=PATIENCE)
        follower.request(
            "GET", f"/api/workflows/{workflow}/deployments/{running}/events",
            headers={"authorization": f"Bearer {first.key}"})
        events = follower.getresponse()
        self.assertEqual((events.status, events.headers["content-type"]), (200, "text/event-stream"))
        # It is told while the deploy goes on.
        seen = b""
        while b"event: progress" not in seen:
            seen += events.readline()
        threads[1].start()
        # The other deploy has been received and waits: nothing of it reaches the provider.
        eventually("it to be recorded or to wait", lambda: self.waits(first))
        self.assertEqual(len(receiver.calls), 1)
        receiver.ends.set()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [201, 201])
        self.assertIn(b"event: result", events.read())
        follower.close()
        statuses = [one["status"] for one in second.call("GET", f"/api/workflows/{workflow}/deployments")[1]["data"]]
        self.assertEqual(sorted(statuses), ["active", "superseded"])

    def waits(self, leader):
        """Whether two deploys and their event stream are in flight at the leader, beside this request."""
        text = leader.send("GET", "/metrics")[2].decode()
        return int(float(re.search(r"^millrace_http_requests_in_flight (\S+)", text, re.M).group(1))) >= 4

    def test_a_webhook_of_a_killed_leader_arrives_under_the_same_delivery(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        plugins = self.folder / "plugins"
        plugins.mkdir()
        shutil.copy(BIN / "libPatientProviderFixture.so", plugins)
        first, second = self.group(
            2, "--webhook-private", "--plugins", str(plugins), "--plugin-isolation", "patient=inProcess",
            "--plugin-network", "patient=private", "--plugin-setting", f"patient.url={receiver.base}")
        hook = {"name": "Hook", "url": f"{receiver.base}/hook", "events": ["deployment.failed"]}
        made = first.call("POST", "/api/webhooks", hook)
        self.assertEqual(made[0], 201, made)
        path = f"/api/webhooks/{made[1]['webhook']['id'] if 'webhook' in made[1] else made[1]['id']}"
        # Its receiver has it, and the database does not have that.
        self.killed(first, "webhook.sent", lambda other: other.send("POST", f"{path}/ping"))
        eventually("the next leader to send it", lambda: len(receiver.hooks) >= 2)
        self.assertEqual(len(set(receiver.hooks)), 1, receiver.hooks)
        delivered = eventually(
            "the delivery to be noted", lambda: (found := second.call("GET", f"{path}/deliveries")[1]["data"])
            and found[0]["status"] == "delivered" and found)
        self.assertEqual(len(delivered), 1)

    def rotate(self, server, wait=True):
        """`keys rotate` with the data folder of a server."""
        command = subprocess.Popen(
            [BIN / "millrace", "keys", "rotate", "--data", server.data, "--storage", "postgresql"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "MILLRACE_POSTGRESQL_URL": self.url})
        self.addCleanup(lambda: command.poll() is None and command.kill())
        return (command.communicate(timeout=PATIENCE)[0], command.returncode) if wait else command

    def sealed(self):
        """Which keys have sealed something: parts of all sealed values."""
        columns = (("connections", "credentials"), ("variables", "value"), ("idempotency", "answer"),
                   ("webhooks", "secret"), ("webhooks", "previous_secret"))
        found = set()
        for table, column in columns:
            text = self.cluster.sql(
                f"SELECT DISTINCT split_part({column}, '.', 2) FROM {table} WHERE {column} LIKE '1.%'", self.database)
            found |= set(text.split())
        return found

    def test_the_master_key_changes_under_writes_while_the_leader_is_killed_at_any_step(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        first, second, third = self.group(3, "--webhook-private")
        for number in range(600):
            # Enough for several transactions.
            name = {"name": f"S{number}", "value": "a secret", "isSecret": True}
            self.assertEqual(first.call("POST", "/api/env-vars", name)[0], 201)
        hook = {"name": "Hook", "url": f"{receiver.base}/hook", "events": ["deployment.failed"]}
        made = first.call("POST", "/api/webhooks", hook)[1]
        ping = f"/api/webhooks/{made['webhook']['id'] if 'webhook' in made else made['id']}/ping"
        self.assertEqual(second.send("POST", "/api/workflows", '{"name": "kept"}', {"idempotency-key": "kept"})[0], 201)
        kept = second.send("POST", "/api/workflows", '{"name": "kept"}', {"idempotency-key": "kept"})[2]

        first_key = shutil.copy(first.data / "master.key", self.folder / "first.key")
        # Servers that lack the next key are named, and nothing begins.
        text, status = self.rotate(first)
        self.assertEqual(status, 78, text)
        self.assertIn('missing on "s1", "s2"', text)
        before = self.cluster.sql("SELECT key_id FROM installation", self.database)
        self.assertEqual(self.cluster.sql("SELECT COUNT(*) FROM key_rotation", self.database), "0")
        shutil.copy(first.data / "master.key.next", second.data)
        text, status = self.rotate(first)
        self.assertEqual(status, 78, text)
        self.assertIn('missing on "s2". Nothing has begun', text)
        self.assertEqual(self.sealed(), {before})
        shutil.copy(first.data / "master.key.next", third.data)

        writers = Writers(third.base, first.key, count=2)
        try:
            for point in ("key.sealed", "key.changed", "key.replaced"):
                leader = self.leader()
                other = next(one for one in self.servers if one is not leader)
                if point != "key.sealed":
                    text = base64.b64encode(os.urandom(32)).decode()
                    for server in self.servers:
                        (server.data / "master.key.next").write_text(text)
                        (server.data / "master.key.next").chmod(0o600)
                self.arm(leader, point)
                command = self.rotate(other, wait=False)
                self.assertEqual(leader.process.wait(PATIENCE), -signal.SIGKILL, point)
                text, _ = command.communicate(timeout=PATIENCE)
                self.assertEqual(command.returncode, 0, (point, text))
                self.assertIn("All secrets are sealed with the new key.", text)
                # It was away when the key was changed.
                number = self.servers.index(leader)
                again = self.start(number)
                eventually("it to be back", lambda: self.role(again))
                after = self.cluster.sql("SELECT key_id FROM installation", self.database)
                self.assertNotEqual(after, before, point)
                self.assertEqual(self.sealed(), {after}, point)
                before = after
                for server in self.servers:
                    eventually("the key before to go", lambda: not (server.data / "master.key.next").exists())
                self.assertEqual(len({(server.data / "master.key").read_text() for server in self.servers}), 1, point)
                # Each opens what is sealed.
                for server in self.servers:
                    answer = server.send("POST", "/api/workflows", '{"name": "kept"}', {"idempotency-key": "kept"})
                    self.assertEqual((answer[0], answer[2]), (201, kept), point)
                count = len(receiver.hooks)
                self.assertEqual(self.leader().send("POST", ping)[0] // 100, 2, point)
                eventually("the ping", lambda: len(receiver.hooks) > count)
                count = len(writers.written)
                eventually("writes after it", lambda: len(writers.written) > count + 5)
        finally:
            writers.stop()
        print("answers meanwhile:", writers.kinds())
        self.assertEqual(sorted(writers.written | {"kept"}), self.stored())
        self.assertEqual(self.cluster.sql("SELECT COUNT(*) FROM key_rotation", self.database), "0")
        # A server with the first key is refused.
        (old := self.folder / "old").mkdir(mode=0o700)
        shutil.copy(first_key, old / "master.key")
        refused = Server(old, self.url, "--standby", waits=False)
        self.servers.append(refused)
        self.assertEqual(refused.process.wait(PATIENCE), 78)
        self.assertIn("is not the master key of this database", refused.log.read_text())

    def served(self, url):
        """The status with which a deployed function responds; `None` where nobody listens."""
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def test_deployments_of_local_belong_to_their_server_and_none_is_taken_down_while_it_serves(self):
        first, second = self.group(2)
        function = {**DOCUMENT, "kind": "script", "trigger": {"type": "http"}}
        connection = next(
            one["id"] for one in first.call("GET", "/api/connections")[1]["data"] if one["provider"] == "local")
        deployed = []
        for name in ("kept", "replaced"):
            workflow = first.call("POST", "/api/workflows", {"name": name, "kind": "script"})[1]["id"]
            status, version = first.call("POST", f"/api/workflows/{workflow}/versions", {"ir": function})
            self.assertEqual(status, 201, version)
            status, made = first.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": connection})
            self.assertEqual(status, 201, made)
            deployed.append((f"/api/workflows/{workflow}", urllib.parse.urlsplit(made["url"]).path))

        def urls():
            """The functions, at the address that the first server has now."""
            text = first.call("GET", f"{deployed[0][0]}/deployments")[1]["data"][0]["url"]
            return [text.replace(deployed[0][1], path) for _, path in deployed]

        self.assertEqual([self.served(url) for url in urls()], [200, 200])
        first.stop(signal.SIGKILL)
        eventually("a takeover", lambda: self.role(second) == "leader")
        (kept, _), (replaced, _) = deployed
        for path in (kept, replaced):
            self.assertEqual(second.call("GET", f"{path}/deployments")[1]["data"][0]["status"], "active")
            status, answer = second.call("POST", f"{path}/takedown", {"connectionId": connection})
            self.assertEqual((status, answer["code"]), (503, "deployment.elsewhere"))
            self.assertIn('"s0"', answer["detail"])
        self.assertEqual(second.call("POST", f"{replaced}/deploy", {"connectionId": connection})[0], 201)
        first = self.start(0)
        eventually("it to stand by", lambda: self.role(first) == "follower")
        second.stop()
        eventually("it to lead again", lambda: self.role(first) == "leader")
        # What was replaced is not served any more, and what was not is.
        eventually("the replaced one to go", lambda: self.served(urls()[1]) == 404)
        self.assertEqual(self.served(urls()[0]), 200)
        self.assertEqual(first.call("POST", f"{kept}/takedown", {"connectionId": connection})[0], 200)
        self.assertEqual(self.served(urls()[0]), 404)

    @unittest.skipUnless(
        shutil.which("mount") and subprocess.run(["sh", "-c", "test $(id -u) = 0 && unshare -m true"]).returncode == 0,
        "only root mounts a small disk")
    def test_a_full_disk_of_the_database_refuses_writes_and_loses_none(self):
        disk = pathlib.Path(tempfile.mkdtemp(prefix="millrace-disk-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=26m", "tmpfs", disk], check=True)

        def unmount():
            self.cluster.sql(f'DROP DATABASE IF EXISTS "{self.database}_s" WITH (FORCE)')
            self.cluster.sql("DROP TABLESPACE IF EXISTS small")
            subprocess.run(["umount", disk], check=True)
            disk.rmdir()

        self.addCleanup(unmount)
        if self.cluster.user:
            shutil.chown(disk, self.cluster.user)
        self.cluster.sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
        self.cluster.sql(f'CREATE DATABASE "{self.database}_s" TABLESPACE small')
        self.url = self.cluster.url(f"{self.database}_s")
        first, second = self.group(2)
        self.addCleanup(lambda: [server.stop(signal.SIGKILL) for server in self.servers])
        written, refused, text = {}, [], "x" * 200_000
        import random
        for number in range(400):
            server = (first, second)[number % 2]
            status, made = server.call("POST", "/api/workflows", {"name": f"W{number}"})
            if status == 201:
                path = f"/api/workflows/{made['id']}/draft"
                noise = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=len(text)))
                status, answer = server.call("PUT", path, {"document": {"text": noise}})
                if status == 200:
                    written[path] = noise
                    continue
                made = answer
            refused.append((status, made["code"]))
            if len(refused) > 6:
                break
        print(f"{len(written)} drafts written, then:", sorted(set(refused)))
        self.assertTrue(written and refused)
        self.assertTrue({code for _, code in refused} <= {"storage.full", "storage.unavailable", "server.noLeader"})
        self.assertIn((507, "storage.full"), refused)
        # It is read meanwhile, and written again once there is space.
        path, noise = next(iter(written.items()))
        self.assertEqual(first.call("GET", path)[1]["document"]["text"], noise)
        subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
        left = eventually(
            "one to lead", lambda: next((one for one in self.servers if self.role(one) == "leader"), None))
        eventually("a write", lambda: left.call("POST", "/api/workflows", {"name": "after"})[0] == 201)
        for path, noise in written.items():
            self.assertEqual(left.call("GET", path)[1]["document"]["text"], noise)


if __name__ == "__main__":
    unittest.main(verbosity=2)
