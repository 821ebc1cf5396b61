"""Several real servers of one PostgreSQL, and what an enemy, or a bad day, does to them.

    python3 Tests/PostgreSQL/test_attacks.py BIN [TEST ...]
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid

from balancer import free_port
from group import GroupTest, Writers, eventually
from millrace import BIN, PATIENCE
from receiver import Receiver
from test_deployments import document, node

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Console"))
from registry import NodeRegistry  # noqa: E402

# Seconds for which a lock is held: longer than a lock is waited for, and than a leader may be silent.
HELD = 25
CAN_MOUNT = shutil.which("mount") and subprocess.run(["sh", "-c", "test $(id -u) = 0 && unshare -m true"]).returncode == 0


class AttackTests(GroupTest):
    def setUp(self):
        super().setUp()
        self.variables, self.own = {}, {}
        self.listeners = {}
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def environment(self, number):
        port = self.listeners.setdefault(number, free_port())
        return {
            **super().environment(number), "MILLRACE_LOCAL_ALLOW_PRIVATE": "1", "MILLRACE_LOCAL_PORT": str(port),
            **self.variables.get(number, {})}

    def options(self, number):
        return (*super().options(number), *self.own.get(number, ()))

    def local(self, server):
        return next(
            one["id"] for one in server.call("GET", "/api/connections")[1]["data"] if one["provider"] == "local")

    def posted(self, server, ir):
        workflow = server.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        status, version = server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self.assertEqual(status, 201, version)
        return workflow

    def test_locks_that_a_stranger_holds_in_the_database_delay_and_refuse_and_lose_nothing(self):
        servers = self.group(2)
        writers = Writers(servers[1].base, servers[0].key, count=3)
        try:
            for table in ("workflows", "servers", "idempotency"):
                holder = threading.Thread(target=self.cluster.sql, args=(
                    f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({HELD}); COMMIT",
                    self.database))
                holder.start()
                held = (
                    "SELECT COUNT(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' "
                    f"AND relation = '{table}'::regclass")
                eventually(f"the lock of {table}", lambda: self.cluster.sql(held, self.database) == "1")
                # What needs no database is answered meanwhile.
                for server in self.servers:
                    self.assertEqual(server.send("GET", "/api/health")[0], 200, table)
                self.assertEqual(self.cluster.sql(held, self.database), "1", f"{table} was not locked meanwhile")
                holder.join()
                eventually("all to be ready", self.revived)
                count = len(writers.written)
                eventually("writes after it", lambda: len(writers.written) > count + 10)
        finally:
            writers.stop()
        print("answers:", writers.kinds(), f"longest wait {max(writers.gaps):.1f} s")
        self.assertEqual(sorted(writers.written), self.stored())
        for status, code, retry in writers.answers:
            self.assertIn(status, (201, 409, 503, "RemoteDisconnected", "ConnectionResetError", "ConnectionRefusedError"))
            if status == 503:
                self.assertIsNotNone(retry, code)
        eventually("all to be ready", lambda: all(self.role(server) for server in self.servers))
        self.assertEqual(sum(self.role(server) == "leader" for server in self.servers), 1)

    def revived(self):
        """Whether all are ready; starts those that have ended, as a supervisor does with one that lost the database."""
        for number, server in enumerate(self.servers):
            if server.process.poll() is not None:
                print(server.log.read_text()[-300:])
                self.start(number)
        return all(self.role(server) for server in self.servers)

    def differing(self, *arguments):
        """Three servers, of which two have clocks that are wrong by minutes."""
        library = self.folder / "clock.so"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-o", library, pathlib.Path(__file__).with_name("clock.c")], check=True)
        for number, offset in ((1, 420), (2, -420)):
            self.variables[number] = {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(offset)}
        servers = self.group(3, *arguments)
        for server in servers[1:]:
            eventually("it to execute requests", lambda: "are executed here." in server.log.read_text())
        return servers

    def test_servers_whose_clocks_differ_by_minutes_work_as_one(self):
        servers = self.differing()
        made = []
        for turn in range(12):
            writer, reader = servers[turn % 3], servers[(turn + 1) % 3]
            body, headers = json.dumps({"name": f"W{turn}"}), {"idempotency-key": f"key-{turn}"}
            status, _, content = writer.send("POST", "/api/workflows", body, headers)
            self.assertEqual(status, 201, content)
            made.append(json.loads(content)["id"])
            self.assertEqual(reader.call("GET", f"/api/workflows/{made[-1]}")[1]["name"], f"W{turn}")
            # The key is good at each of them.
            status, _, content = reader.send("POST", "/api/workflows", body, headers)
            self.assertEqual((status, json.loads(content)["id"]), (201, made[-1]))
        self.assertEqual(self.run_to_its_end(servers[2])["status"], "complete")
        # The next leader is one whose clock is wrong.
        servers[0].stop(signal.SIGKILL)
        leader = eventually("a takeover", lambda: next(
            (server for server in servers[1:] if self.role(server) == "leader"), None))
        other = next(server for server in servers[1:] if server is not leader)
        for _ in range(20):
            self.assertEqual(self.role(leader), "leader")
            self.assertEqual(other.call("GET", f"/api/workflows/{made[0]}")[0], 200)
            time.sleep(0.2)
        self.assertEqual(len(other.call("GET", "/api/workflows?limit=100")[1]["data"]), 13)
        self.assertEqual(self.run_to_its_end(other)["status"], "complete")

    def test_a_limit_counts_once_for_servers_whose_clocks_differ_by_minutes(self):
        servers = self.differing("--rate-limit", "write=30")
        start = time.monotonic()
        statuses = [
            servers[turn % 3].call("POST", "/api/workflows", {"name": f"W{turn}"})[0] for turn in range(75)]
        # One more quota for each further minute.
        most = 30 * (1 + int((time.monotonic() - start) // 60))
        print(f"{statuses.count(201)} of 75 writes were allowed")
        self.assertEqual(set(statuses), {201, 429})
        self.assertGreaterEqual(statuses.count(201), 30)
        self.assertLessEqual(statuses.count(201), most)

    def test_a_package_that_is_installed_or_removed_while_a_server_is_away_is_so_on_it_when_it_leads(self):
        registry = NodeRegistry(BIN / "millrace", "Slack")
        self.addCleanup(shutil.rmtree, registry.folder, True)
        self.group(2, *registry.arguments)
        for installs in (True, False):
            leader = self.leader()
            number = 1 - self.servers.index(leader)
            self.servers[number].stop()
            path = f"/api/marketplace/{'install' if installs else 'uninstall'}"
            self.assertIn(leader.call("POST", path, {"nodeId": "slack"})[0], (200, 201))
            away = self.start(number)
            eventually("it to be back", lambda: self.role(away) == "follower")
            self.assertEqual(away.call("GET", "/api/nodes/slack")[0], 200 if installs else 404)
            leader.stop(signal.SIGKILL)
            eventually("a takeover", lambda: self.role(away) == "leader")
            self.assertEqual(away.call("GET", "/api/nodes/slack")[0], 200 if installs else 404)
            self.assertEqual(
                [one["nodeId"] for one in away.call("GET", "/api/marketplace/installed")[1]["data"]],
                ["slack"] if installs else [])
            self.start(self.servers.index(leader))
            eventually("all to be ready", lambda: all(self.role(server) for server in self.servers))

    def test_a_copy_of_the_data_folder_of_a_running_server_executes_nothing_and_ends(self):
        self.group(2)
        first, second = self.servers
        call = f'await fetch("{self.receiver.base}/late", {{ method: "POST" }}); return 1;'
        workflow = self.posted(first, document(
            node("pause", "sleep", duration="15 seconds"), node("late", "step", code=call)))
        connection = self.local(first)
        self.assertEqual(
            first.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": connection})[0], 201)
        body = {"connectionId": connection, "params": {}}
        status, run = first.call("POST", f"/api/workflows/{workflow}/trigger", body)
        self.assertEqual(status, 201, run)
        # Of the leader, and of a follower.
        for number, source in ((2, first), (3, second)):
            self.ports.append(free_port())
            shutil.copytree(source.data, self.folder / f"s{number}", symlinks=True)
            copy = self.start(number)
            self.assertEqual(copy.process.wait(PATIENCE), 78, copy.log.read_text()[-1000:])
            self.assertIn(f'The server "s{number - 2}" is running with the same server-id', copy.log.read_text())
        path = f"/api/workflows/{workflow}/runs/{run['id']}"
        eventually("the run to end", lambda: first.call("GET", path)[1]["status"] == "complete")
        self.assertEqual([self.role(server) for server in (first, second)], ["leader", "follower"])
        self.assertEqual(self.receiver.calls.count("/late"), 1)

    def run_to_its_end(self, server):
        workflow = self.posted(server, document(node("one", "step", code="return 1;")))
        connection = self.local(server)
        status, deployment = server.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": connection})
        self.assertEqual(status, 201, deployment)
        status, run = server.call(
            "POST", f"/api/workflows/{workflow}/trigger", {"connectionId": connection, "params": {}})
        self.assertEqual(status, 201, run)
        path = f"/api/workflows/{workflow}/runs/{run['id']}"
        return eventually("its end", lambda: (
            found := server.call("GET", path)[1]).get("status") in ("complete", "errored") and found)

    def test_a_key_that_is_used_at_all_servers_at_once_executes_one_request(self):
        servers = self.group(3)
        for server in servers[1:]:
            eventually("it to execute requests", lambda: "are executed here." in server.log.read_text())

        def create(server, turn):
            status, _, content = server.send(
                "POST", "/api/workflows", json.dumps({"name": f"W{turn}"}), {"idempotency-key": f"key-{turn}"})
            return status, json.loads(content)

        kinds = []
        with concurrent.futures.ThreadPoolExecutor(9) as pool:
            for turn in range(25):
                answers = [pool.submit(create, server, turn) for server in servers for _ in range(3)]
                answers = [answer.result() for answer in answers]
                self.assertEqual(len({made["id"] for status, made in answers if status == 201}), 1, answers)
                kinds += [(status, made.get("code", "")) for status, made in answers]
        print({kind: kinds.count(kind) for kind in sorted(set(kinds))})
        self.assertLessEqual(set(kinds), {(201, ""), (409, "idempotency.inProgress"), (503, "storage.conflict")})
        self.assertEqual(self.stored(), sorted(f"W{turn}" for turn in range(25)))

    def test_triggers_of_a_leader_that_is_killed_paused_or_cut_off_start_one_run_each(self):
        self.group(2)
        first, second = self.servers
        call = (f'const answer = await fetch("{self.receiver.base}/" + {{{{trigger.name}}}}, {{ method: "POST" }}); '
                'return await answer.text();')
        workflow = self.posted(first, document(node("one", "step", code=call)))
        connection = self.local(first)
        status, deployment = first.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": connection})
        self.assertEqual(status, 201, deployment)
        started, answers, unanswered, ends = {}, [], [], threading.Event()

        def work(number):
            turn = 0
            while not ends.is_set():
                turn += 1
                key = str(uuid.uuid4())
                body = json.dumps({"connectionId": connection, "params": {"name": f"{number}.{turn}"}})
                # Across several faults: one that is given up may have started a run that nobody knows of.
                end = time.monotonic() + 5 * PATIENCE
                while True:
                    if time.monotonic() > end:
                        unanswered.append(f"{number}.{turn}")
                        break
                    try:
                        status, _, content = second.send(
                            "POST", f"/api/workflows/{workflow}/trigger", body, {"idempotency-key": key})
                        answers.append((status, json.loads(content).get("code", "")))
                    except OSError as error:
                        answers.append((type(error).__name__, ""))
                        continue
                    if status == 201:
                        started[f"{number}.{turn}"] = json.loads(content)["id"]
                        break
                    time.sleep(0.2)

        def kill():
            self.servers[0].stop(signal.SIGKILL)
            self.start(0)

        def cut():
            for _ in range(5):
                self.cluster.sql(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}' "
                    "AND pid <> pg_backend_pid()")
                time.sleep(0.2)

        def pause():
            self.servers[0].process.send_signal(signal.SIGSTOP)
            eventually("a takeover", lambda: self.role(second) == "leader")
            self.servers[0].process.send_signal(signal.SIGCONT)
            self.assertNotEqual(self.servers[0].process.wait(PATIENCE), 0)
            self.start(0)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        try:
            for fault in (kill, cut, kill, pause, kill):
                time.sleep(1.5)
                fault()
                count = len(started)
                eventually("triggers after it", lambda: len(started) > count + 6)
        finally:
            ends.set()
            for thread in threads:
                thread.join()
        print(f"{len(started)} runs;", {kind: answers.count(kind) for kind in sorted(set(answers), key=str)})
        self.assertEqual(unanswered, [])
        self.assertLessEqual(
            {status for status, _ in answers}, {201, 409, 503, "RemoteDisconnected", "ConnectionResetError"})

        def runs():
            found, cursor = [], ""
            while True:
                status, page = second.call("GET", f"/api/workflows/{workflow}/runs?limit=100{cursor}")
                found += page["data"]
                if page["nextCursor"] is None:
                    return found
                cursor = f"&cursor={page['nextCursor']}"

        eventually(
            "all runs to end", lambda: {run["status"] for run in runs()} == {"complete"}, seconds=2 * PATIENCE)
        self.assertEqual(sorted(run["id"] for run in runs()), sorted(started.values()))
        # A step that was under way in a kill is executed again, and no other.
        calls = [path.strip("/") for path in self.receiver.calls]
        self.assertEqual(set(calls), set(started))
        print(f"{len(calls) - len(started)} of {len(started)} steps were executed a second time")
        self.assertLessEqual(len(calls) - len(started), 15)

    def test_a_deploy_of_a_paused_leader_stays_ended_when_it_wakes(self):
        service = Receiver(holds=True)
        self.addCleanup(service.close)
        plugins = self.folder / "plugins"
        plugins.mkdir()
        shutil.copy(BIN / "libPatientProviderFixture.so", plugins)
        first, second = self.group(
            2, "--plugins", str(plugins), "--plugin-isolation", "patient=inProcess", "--plugin-network",
            "patient=private", "--plugin-setting", f"patient.url={service.base}")
        workflow = self.posted(first, document(node("one", "step", code="return 1;")))
        connection = first.call(
            "POST", "/api/connections", {"provider": "patient", "name": "P", "credentials": {"apiToken": "x"}})[1]["id"]
        path, body = f"/api/workflows/{workflow}/deploy", {"connectionId": connection}
        answers = []
        thread = threading.Thread(target=lambda: answers.append(second.call("POST", path, body)))
        thread.start()
        self.assertTrue(service.reached.wait(PATIENCE))
        first.process.send_signal(signal.SIGSTOP)
        self.addCleanup(first.process.send_signal, signal.SIGCONT)
        eventually("a takeover", lambda: self.role(second) == "leader")

        def statuses():
            return [one["status"] for one in second.call("GET", f"/api/workflows/{workflow}/deployments")[1]["data"]]

        eventually("the deploy to be ended", lambda: statuses() == ["failed"])
        # The provider answers the one that wakes.
        service.ends.set()
        first.process.send_signal(signal.SIGCONT)
        self.assertNotEqual(first.process.wait(PATIENCE), 0)
        thread.join()
        self.assertIn((answers[0][0], answers[0][1]["code"]), [(503, "server.lost"), (503, "storage.unavailable")])
        self.assertEqual(statuses(), ["failed"])
        self.assertEqual(second.call("POST", path, body)[0], 201)
        self.assertEqual(statuses(), ["active", "failed"])

    def test_waits_of_those_who_guess_passwords_are_the_same_at_all_servers(self):
        servers = self.group(2)

        def guess(turn):
            server = servers[turn % 2]
            status, headers, content = server.send(
                "POST", "/api/auth/sign-in", json.dumps({"email": "owner@localhost", "password": f"guess {turn}"}),
                {"origin": f"http://{server.base}", "authorization": None})
            return status, json.loads(content)["code"], headers["retry-after"]

        answers = [guess(turn) for turn in range(12)]
        refused = [status for status, _, _ in answers]
        print(refused)
        # Five are free for an account, whichever server they are made at.
        self.assertEqual(refused[:5].count(401), 5)
        self.assertEqual(set(refused[6:]), {429})
        self.assertTrue(all(retry for status, _, retry in answers if status == 429))

    def test_a_provider_that_only_one_of_the_servers_has_is_named_by_the_others(self):
        plugins = self.folder / "plugins"
        plugins.mkdir()
        shutil.copy(BIN / "libPatientProviderFixture.so", plugins)
        self.own[0] = (
            "--plugins", str(plugins), "--plugin-isolation", "patient=inProcess", "--plugin-network", "patient=private",
            "--plugin-setting", f"patient.url={self.receiver.base}")
        first, second = self.group(2)
        workflow = self.posted(first, document(node("one", "step", code="return 1;")))
        status, connection = first.call(
            "POST", "/api/connections", {"provider": "patient", "name": "P", "credentials": {"apiToken": "x"}})
        self.assertEqual(status, 201, connection)
        body = {"connectionId": connection["id"]}
        self.assertEqual(second.call("POST", f"/api/workflows/{workflow}/deploy", body)[0], 201)
        paths = (
            "/api/connections", f"/api/connections/{connection['id']}", f"/api/workflows/{workflow}",
            f"/api/workflows/{workflow}/deployments", "/api/providers", "/api/deployments", "/api/workflows")
        for path in paths:
            self.assertEqual(second.call("GET", path), first.call("GET", path), path)
        first.stop()
        eventually("a takeover", lambda: self.role(second) == "leader")
        for path in paths:
            self.assertEqual(second.call("GET", path)[0], 200, path)
        for method, path in (("POST", f"/api/workflows/{workflow}/takedown"), ("POST", f"/api/workflows/{workflow}/deploy")):
            status, answer = second.call(method, path, body)
            print(path.split("/")[-1], status, answer["code"], answer["detail"])
            self.assertEqual(answer["code"], "provider.notLoaded")
            self.assertIn('"patient"', answer["detail"])
        deployments = second.call("GET", f"/api/workflows/{workflow}/deployments")[1]["data"]
        self.assertEqual([one["status"] for one in deployments], ["active"])
        # Whoever has it leads again, and nothing is lost.
        first = self.start(0)
        eventually("it to follow", lambda: self.role(first) == "follower")
        second.stop()
        eventually("it to lead", lambda: self.role(first) == "leader")
        self.assertEqual(first.call("POST", f"/api/workflows/{workflow}/takedown", body)[0], 200)

    @unittest.skipUnless(CAN_MOUNT, "only root mounts a small disk")
    def test_a_full_disk_of_one_server_leaves_the_others_alone(self):
        disk = pathlib.Path(tempfile.mkdtemp(prefix="millrace-disk-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk], check=True)

        def unmount():
            for server in self.servers:
                server.stop(signal.SIGKILL)
            subprocess.run(["umount", disk], check=True)
            disk.rmdir()

        self.addCleanup(unmount)
        (self.folder / "s1").symlink_to(disk / "data")
        (disk / "data").mkdir(mode=0o700)
        first, second = self.group(2)
        self.assertEqual(self.run_to_its_end(second)["status"], "complete")
        block = disk / "block"
        with block.open("wb") as file:
            try:
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            except OSError:
                pass
        print("ready with a full disk:", [self.ready(server) for server in self.servers])
        # What the database has is written through both.
        for turn in range(10):
            for server in self.servers:
                self.assertEqual(server.call("POST", "/api/workflows", {"name": f"W{turn}"})[0], 201)
        self.assertEqual(self.run_to_its_end(second)["status"], "complete")
        # It leads when nobody else does, says that its disk is full, and writes again once there is room.
        first.stop(signal.SIGKILL)
        eventually("a takeover", lambda: second.call("POST", "/api/workflows", {"name": "after"})[0] == 201)
        status, answer = eventually("it to tell", lambda: (found := self.ready(second))[0] == 503 and found)
        print("the leader with a full disk:", answer)
        block.unlink()
        eventually("it to be well", lambda: self.ready(second)[0] == 200)
        self.assertEqual(self.run_to_its_end(second)["status"], "complete")


if __name__ == "__main__":
    unittest.main(verbosity=2)
