"""Several real servers on one PostgreSQL, and what happens to them and to it.

    python3 Tests/PostgreSQL/test_faults.py BIN [TEST ...]
"""

import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import threading
import time
import unittest
from random import Random

from balancer import Balancer
from group import GroupTest, Updater, Writers, eventually
from millrace import BIN, PATIENCE
from receiver import Receiver

# How many leaders are killed; `make stress` kills a hundred.
KILLS = int(os.environ.get("KILLS", "2"))
SEED = int(os.environ.get("SEED", "25"))


class FaultTests(GroupTest):
    def test_killed_leaders_cost_no_acknowledged_write_and_double_none(self):
        """Every second one is started again at once, and leads on; of the others another server takes over."""
        servers = self.group(3)
        balancer = Balancer(self.ports)
        self.addCleanup(balancer.close)
        eventually("the balancer to see all", lambda: len(balancer.ready) == 3)
        workflow = servers[0].call("POST", "/api/workflows", {"name": "updated"})[1]["id"]
        writers = Writers(balancer.base, servers[0].key)
        updater = Updater(balancer.base, servers[0].key, workflow)
        random = Random(SEED)
        took, deaths = {True: [], False: []}, 0
        try:
            while deaths < KILLS:
                time.sleep(random.uniform(0.2, 2))
                number = self.servers.index(self.leader())
                self.servers[number].stop(signal.SIGKILL)
                start, count = time.monotonic(), len(writers.written)
                deaths += 1
                returns = deaths % 2 == 0
                if returns:
                    self.start(number)
                else:
                    left = [server for server in self.servers if server is not self.servers[number]]
                    eventually("a takeover", lambda: any(self.role(server) == "leader" for server in left))
                # A response may still arrive at each of the writers.
                eventually("the next write", lambda: len(writers.written) > count + len(writers.threads))
                took[returns].append(time.monotonic() - start)
                if not returns:
                    self.start(number)
                eventually("all to be ready", lambda: all(self.role(server) for server in self.servers))
        finally:
            writers.stop()
            updater.stop()
            for returns, seconds in took.items():
                if seconds:
                    print(
                        f"seed {SEED}, {len(seconds)} leaders killed, {'started again' if returns else 'taken over'}: "
                        f"the next write after {statistics.median(seconds):.1f} s (median), {max(seconds):.1f} s (most)")
        print(
            f"{len(writers.written)} workflows created, {updater.acknowledged} updates; answers:", writers.kinds(),
            f"longest wait {max(writers.gaps):.1f} s")
        self.assertEqual(deaths, KILLS)
        self.assertGreater(updater.acknowledged, KILLS)
        self.assertEqual(sorted(writers.written | {"updated"}), self.stored())
        description = self.cluster.sql(f"SELECT description FROM workflows WHERE id = '{workflow}'", self.database)
        self.assertIn(int(description), range(updater.acknowledged, updater.sent + 1))
        # Of each kept change there is one line: a request that was executed twice would have two.
        lines = self.cluster.sql(
            "SELECT COUNT(*), COUNT(DISTINCT subject_id) FROM audit_log WHERE action = 'workflow.create'",
            self.database)
        self.assertEqual(lines, f"{len(writers.written) + 1}|{len(writers.written) + 1}")
        self.assertLessEqual(
            {status for status, _, _ in writers.answers}, {201, 409, 503, "RemoteDisconnected", "ConnectionResetError"})
        for status, code, retry in writers.answers:
            if status == 503:
                self.assertIsNotNone(retry, code)

    def test_killed_followers_cost_no_acknowledged_write_and_double_none(self):
        servers = self.group(3)
        balancer = Balancer(self.ports)
        self.addCleanup(balancer.close)
        eventually("the balancer to see all", lambda: len(balancer.ready) == 3)
        writers = Writers(balancer.base, servers[0].key)
        random = Random(SEED)
        try:
            for turn in range(3 * KILLS):
                time.sleep(random.uniform(0.2, 2))
                number = 1 + turn % 2
                self.servers[number].stop(signal.SIGKILL)
                count = len(writers.written)
                eventually("writes through the others", lambda: len(writers.written) > count + len(writers.threads))
                self.start(number)
                eventually("all to be ready", lambda: all(self.role(server) for server in self.servers))
        finally:
            writers.stop()
        print(f"{len(writers.written)} workflows created; answers:", writers.kinds(), f"longest wait {max(writers.gaps):.1f} s")
        self.assertEqual(self.role(servers[0]), "leader")
        self.assertEqual(sorted(writers.written), self.stored())
        lines = self.cluster.sql(
            "SELECT COUNT(*), COUNT(DISTINCT subject_id) FROM audit_log WHERE action = 'workflow.create'",
            self.database)
        self.assertEqual(lines, f"{len(writers.written)}|{len(writers.written)}")
        self.assertLessEqual(
            {status for status, _, _ in writers.answers}, {201, 409, 503, "RemoteDisconnected", "ConnectionResetError"})

    def test_a_follower_that_is_paused_within_a_transaction_holds_up_the_others_for_seconds(self):
        first, second = self.group(2)
        writers = Writers(second.base, first.key, count=8, pause=0)
        waits, made = [], set()
        try:
            for turn in range(4):
                time.sleep(0.7)
                second.process.send_signal(signal.SIGSTOP)
                start = time.monotonic()
                status, workflow = first.call("POST", "/api/workflows", {"name": f"own {turn}"})
                waits.append(time.monotonic() - start)
                second.process.send_signal(signal.SIGCONT)
                self.assertEqual(status, 201, workflow)
                made.add(f"own {turn}")
                count = len(writers.written)
                eventually("it to go on", lambda: len(writers.written) > count + 10)
        finally:
            second.process.send_signal(signal.SIGCONT)
            writers.stop()
        print("waits for the paused one:", [round(wait, 1) for wait in waits], writers.kinds())
        self.assertEqual(self.role(first), "leader")
        self.assertEqual(sorted(writers.written | made), self.stored())

    def processes(self):
        """The server of the database and those that it has started."""
        parent = self.cluster.process.pid
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
        return [parent] + [int(pid) for pid in children.split()]

    def test_a_database_that_restarts_stalls_and_cuts_connections_loses_and_doubles_no_write(self):
        servers = self.group(3)
        balancer = Balancer(self.ports)
        self.addCleanup(balancer.close)
        eventually("the balancer to see all", lambda: len(balancer.ready) == 3)
        writers = Writers(balancer.base, servers[0].key)

        def restart():
            self.cluster.stop(signal.SIGINT)
            # Longer than a transaction is repeated.
            time.sleep(4)
            self.cluster.start()

        def crash():
            self.cluster.stop(signal.SIGQUIT)
            self.cluster.start()

        def stall():
            paused = self.processes()
            try:
                for pid in paused:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGSTOP)
                time.sleep(4)
            finally:
                for pid in paused:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGCONT)

        def cut():
            for _ in range(5):
                self.cluster.sql(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}' "
                    "AND pid <> pg_backend_pid()")
                time.sleep(0.3)

        try:
            for fault in (restart, crash, stall, cut):
                time.sleep(1)
                count, start = len(writers.written), time.monotonic()
                fault()
                eventually("writes after it", lambda: len(writers.written) > count + 20)
                print(f"{fault.__name__}: 20 writes {time.monotonic() - start:.1f} s after its beginning")
        finally:
            writers.stop()
        print("answers:", writers.kinds(), f"longest wait {max(writers.gaps):.1f} s")
        self.assertEqual(sorted(writers.written), self.stored())
        for status, code, retry in writers.answers:
            self.assertIn(status, (201, 409, 503, "RemoteDisconnected", "ConnectionResetError"), code)
            if status == 503:
                self.assertIsNotNone(retry, code)
        # All go on: one leads, and the others follow it.
        def roles():
            found = [self.role(server) for server in self.servers]
            return found if all(found) else None

        self.assertEqual(sorted(eventually("all to be ready", roles)), ["follower", "follower", "leader"])

    def test_a_deploy_of_a_killed_leader_is_ended_and_told_by_the_next_and_not_executed_twice(self):
        service = Receiver(holds=True)
        self.addCleanup(service.close)
        plugins = self.folder / "plugins"
        plugins.mkdir()
        shutil.copy(BIN / "libPatientProviderFixture.so", plugins)
        first, second = self.group(
            2, "--webhook-private", "--plugins", str(plugins), "--plugin-isolation", "patient=inProcess", "--plugin-network", "patient=private",
            "--plugin-setting", f"patient.url={service.base}")
        workflow = first.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        ir = {
            "metadata": {"name": "One", "version": 1, "createdAt": "2026-01-01T00:00:00Z",
                         "updatedAt": "2026-01-01T00:00:00Z"},
            "nodes": [{"id": "one", "type": "step", "name": "One", "version": "1.0.0", "provider": "cloudflare",
                       "position": {"x": 0, "y": 0}, "data": {"code": "return 1;"}}],
            "edges": [], "entryNodeId": "one", "trigger": {"type": "manual"}}
        status, version = first.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self.assertEqual(status, 201, version)
        connection = first.call(
            "POST", "/api/connections", {"provider": "patient", "name": "P", "credentials": {"apiToken": "x"}})[1]["id"]
        hook = {
            "name": "Hook", "url": f"{service.base}/hook", "events": ["deployment.failed"]}
        self.assertEqual(first.call("POST", "/api/webhooks", hook)[0], 201)
        body = json.dumps({"connectionId": connection})
        path, key = f"/api/workflows/{workflow}/deploy", {"idempotency-key": "deploy"}
        answers = []
        thread = threading.Thread(target=lambda: answers.append(second.send("POST", path, body, key)))
        thread.start()
        self.assertTrue(service.reached.wait(PATIENCE))
        deployments = f"/api/workflows/{workflow}/deployments"
        self.assertEqual([one["status"] for one in second.call("GET", deployments)[1]["data"]], ["deploying"])
        first.stop(signal.SIGKILL)
        start = time.monotonic()
        thread.join()
        self.assertEqual((answers[0][0], json.loads(answers[0][2])["code"]), (503, "server.lost"))
        ended = eventually(
            "the deploy to be ended",
            lambda: (found := second.call("GET", deployments))[0] == 200 and found[1]["data"][0]["status"] != "deploying"
            and found[1]["data"])
        print(f"the deploy was ended {time.monotonic() - start:.1f} s after the kill")
        self.assertEqual([one["status"] for one in ended], ["failed"])
        eventually("the webhook of the next leader", lambda: service.hooks)
        # The request is not executed again under its key, and another one is.
        status, _, content = second.send("POST", path, body, key)
        self.assertEqual((status, json.loads(content).get("code")), (409, "idempotency.responseLost"))
        self.assertEqual(len(second.call("GET", deployments)[1]["data"]), 1)
        service.ends.set()
        self.assertEqual(second.send("POST", path, body, {"idempotency-key": "again"})[0], 201)
        self.assertEqual(
            [one["status"] for one in second.call("GET", deployments)[1]["data"]], ["active", "failed"])
        self.assertEqual([kind for _, kind in service.hooks], ["deployment.failed"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
