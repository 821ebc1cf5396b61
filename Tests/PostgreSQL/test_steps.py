"""Servers of one PostgreSQL that are killed within a change, and a database whose disk is full.

    python3 Tests/PostgreSQL/test_steps.py BIN [TEST ...]
"""

import json
import pathlib
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

from group import GroupTest, eventually
from millrace import BIN, PATIENCE
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
