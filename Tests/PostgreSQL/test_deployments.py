"""What is deployed on the disks of several real servers of one PostgreSQL, of which one leads.

    python3 Tests/PostgreSQL/test_deployments.py BIN [TEST ...]
"""

import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest
import urllib.error
import urllib.request
import uuid

from balancer import free_port
from group import GroupTest, eventually
from millrace import BIN, PATIENCE
from receiver import Receiver
from recorder import Recorder

# Seconds in which what is known to be lost is said to be.
SOON = 20


def node(name, kind, **data):
    return {"id": name, "type": kind, "name": name, "version": "1.0.0", "provider": "cloudflare",
            "position": {"x": 0, "y": 0}, "data": data}


def document(*nodes, trigger={"type": "manual"}):
    edges = [{"id": f"e{index}", "source": one["id"], "target": two["id"]}
             for index, (one, two) in enumerate(zip(nodes, nodes[1:]))]
    return {
        "metadata": {"name": "W", "version": 1, "createdAt": "2026-01-01T00:00:00Z",
                     "updatedAt": "2026-01-01T00:00:00Z"},
        "nodes": list(nodes), "edges": edges, "entryNodeId": nodes[0]["id"], "trigger": trigger}


class DeploymentTests(GroupTest):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        self.listeners = {}
        self.recorders = {}
        self.records = False

    def environment(self, number):
        port = self.listeners.setdefault(number, free_port())
        variables = {"MILLRACE_LOCAL_ALLOW_PRIVATE": "1", "MILLRACE_LOCAL_PORT": str(port)}
        if self.records:
            if number not in self.recorders:
                self.recorders[number] = Recorder(self.ports[number])
                self.addCleanup(self.recorders[number].close)
            variables["MILLRACE_ADVERTISE"] = f"http://{self.recorders[number].base}"
        return super().environment(number) | variables

    def call_node(self, name):
        """A step whose executions the receiver counts."""
        return node(
            name, "step", code=f'await fetch("{self.receiver.base}/{name}", {{ method: "POST" }}); return "{name}";')

    def deploy(self, server, ir):
        """A workflow that is deployed through a server, and its connection."""
        workflow = server.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        status, version = server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self.assertEqual(status, 201, version)
        connection = next(
            one["id"] for one in server.call("GET", "/api/connections")[1]["data"] if one["provider"] == "local")
        return workflow, connection, self.deploy_again(server, workflow, connection)

    def deploy_again(self, server, workflow, connection):
        status, deployment = server.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": connection})
        self.assertEqual(status, 201, deployment)
        return deployment

    def trigger(self, server, workflow, connection):
        """The path of a run. A server that has just been started is reached some time after it follows."""
        key, body = str(uuid.uuid4()), {"connectionId": connection, "params": {}}

        def started():
            status, run = self.with_key(server, f"/api/workflows/{workflow}/trigger", body, key)
            self.assertIn((status, run.get("code")), [(201, None), (503, "deployment.elsewhere")], run)
            return status == 201 and run["id"]

        return f"/api/workflows/{workflow}/runs/{eventually('the run to be started', started)}"

    def with_key(self, server, path, body, key=None):
        """The status and the response to a request that has the same Idempotency-Key each time."""
        status, _, content = server.send("POST", path, json.dumps(body), {"idempotency-key": key or path})
        return status, json.loads(content)

    def succeeds(self, status):
        return 200 <= (status or 0) < 300

    def runs(self, server, workflow):
        return server.call("GET", f"/api/workflows/{workflow}/runs")[1]["data"]

    def status_of(self, server, path):
        status, run = server.call("GET", path)
        return run["status"] if status == 200 else run["code"]

    def follow(self, number):
        """Has the server that leads stop, and follow the next one, which is the second of the result."""
        self.assertEqual(self.servers[number].stop(), 0, self.servers[number].log.read_text()[-2000:])
        leader = self.leader()
        self.start(number)
        eventually("it to follow", lambda: self.role(self.servers[number]) == "follower")
        return self.servers[number], leader

    def test_runs_go_on_where_they_are_while_another_server_leads_and_are_reached_through_any(self):
        self.group(3)
        steps = [self.call_node("one"), node("pause", "sleep", duration="3 seconds"), self.call_node("two")]
        workflow, connection, _ = self.deploy(self.servers[0], document(*steps))
        waiting, _, _ = self.deploy(
            self.servers[0],
            document(node("wait", "wait_for_event", eventType="go", timeout="1 hour"), self.call_node("three")))
        asleep = self.trigger(self.servers[0], workflow, connection)
        eventually("its first step", lambda: "/one" in self.receiver.calls)
        first, leader = self.follow(0)
        # The third one neither leads nor has them.
        third = next(server for server in self.servers if server not in (first, leader))
        eventually("the run to end on its server", lambda: self.status_of(third, asleep) == "complete")
        self.assertEqual([self.receiver.calls.count(path) for path in ("/one", "/two")], [1, 1])
        # A new one: its events arrive at clients of any server.
        project = third.call("GET", "/api/projects")[1]["data"][0]["id"]
        stream = http.client.HTTPConnection(third.base, timeout=PATIENCE)
        stream.request("GET", f"/api/projects/{project}/events", headers={"authorization": f"Bearer {third.key}"})
        events = stream.getresponse()
        path = self.trigger(third, waiting, connection)
        eventually("it to wait", lambda: self.status_of(third, path) == "waiting")
        for action, status in (("pause", "paused"), ("resume", "waiting")):
            code, answer = third.call("POST", f"{path}/{action}")
            self.assertTrue(self.succeeds(code), answer)
            eventually(status, lambda: self.status_of(third, path) == status)
        self.assertTrue(self.succeeds(third.call("POST", f"{path}/events", {"type": "go", "payload": {}})[0]))
        eventually("the event to wake it", lambda: self.status_of(third, path) == "complete")
        self.assertEqual(
            [step["status"] for step in third.call("GET", f"{path}/steps")[1]["data"]], ["succeeded", "succeeded"])
        self.assertEqual(third.call("GET", f"{path}/logs")[0], 200)
        run, seen = path.split("/")[-1], b""
        while b'"complete"' not in seen or run.encode() not in seen:
            seen += events.readline()
        stream.close()
        self.assertTrue(self.succeeds(third.call("POST", f"{path}/restart")[0]))
        eventually("it to wait again", lambda: self.status_of(third, path) == "waiting")
        self.assertTrue(self.succeeds(third.call("POST", f"{path}/terminate")[0]))
        eventually("its end", lambda: self.status_of(third, path) == "terminated")
        self.assertTrue(self.succeeds(third.call("DELETE", path)[0]))

    def test_a_killed_server_is_named_and_what_it_has_goes_on_when_it_is_back(self):
        self.group(2)
        first = self.servers[0]
        workflow, connection, _ = self.deploy(
            first, document(self.call_node("one"), node("pause", "sleep", duration="2 seconds"), self.call_node("two")))
        first, second = self.follow(0)
        path = self.trigger(second, workflow, connection)
        eventually("its first step", lambda: len(second.call("GET", f"{path}/steps")[1]["data"]) == 2)
        first.stop(signal.SIGKILL)
        body = {"connectionId": connection}
        for method, target, content in (
            ("POST", f"/api/workflows/{workflow}/trigger", body | {"params": {}}), ("GET", path, None),
            ("POST", f"{path}/terminate", None), ("GET", f"{path}/logs", None),
            ("POST", f"/api/workflows/{workflow}/takedown", body),
        ):
            status, headers, answer = second.send(method, target, json.dumps(content) if content else None)
            problem = json.loads(answer)
            self.assertEqual((status, problem["code"]), (503, "deployment.elsewhere"), (target, problem))
            self.assertIn('"s0"', problem["detail"])
            self.assertIn("retry-after", {name.lower() for name in headers})
        # The refused trigger has left nothing.
        self.assertEqual(len(second.call("GET", f"/api/workflows/{workflow}/runs")[1]["data"]), 1)
        first = self.start(0)
        eventually("the run to go on", lambda: self.status_of(second, path) == "complete")
        self.assertEqual([self.receiver.calls.count(name) for name in ("/one", "/two")], [1, 1])
        again = self.trigger(second, workflow, connection)
        eventually("another run", lambda: self.status_of(first, again) == "complete")

    def test_a_paused_server_is_named_and_its_runs_are_right_afterwards(self):
        self.group(2)
        workflow, connection, _ = self.deploy(self.servers[0], document(self.call_node("one")))
        keyed, _, _ = self.deploy(self.servers[0], document(self.call_node("keyed")))
        waiting, _, _ = self.deploy(
            self.servers[0], document(node("wait", "wait_for_event", eventType="go", timeout="1 hour")))
        first, second = self.follow(0)
        self.trigger(second, workflow, connection)
        path = self.trigger(second, waiting, connection)
        eventually("it to wait", lambda: self.status_of(second, path) == "waiting")
        first.process.send_signal(signal.SIGSTOP)
        self.addCleanup(first.process.send_signal, signal.SIGCONT)
        # Both arrive there, and their responses do not come back.
        start = (f"/api/workflows/{keyed}/trigger", {"connectionId": connection, "params": {}})
        event = (f"{path}/events", {"type": "go", "payload": {}})
        with concurrent.futures.ThreadPoolExecutor() as pool:
            lost = list(pool.map(lambda each: self.with_key(second, *each), (start, event)))
        self.assertEqual([(status, answer["code"]) for status, answer in lost], [(503, "deployment.elsewhere")] * 2)
        eventually("it to be missed", lambda: second.call(
            "POST", f"/api/workflows/{workflow}/trigger",
            {"connectionId": connection, "params": {}})[1].get("code") == "deployment.elsewhere")
        first.process.send_signal(signal.SIGCONT)
        # A run has its own id under a key, and an event has none.
        eventually("the server to be back", lambda: self.with_key(second, *start)[0] == 201)
        status, answer = self.with_key(second, *event)
        self.assertEqual((status, answer["code"]), (409, "idempotency.responseLost"))
        runs = f"/api/workflows/{workflow}/runs"

        def statuses():
            return {run["status"] for run in second.call("GET", runs)[1]["data"]}

        # What it was sent and has not executed is known not to have begun after some minutes.
        eventually("all to be complete", lambda: statuses() == {"complete"}, seconds=2 * PATIENCE)
        self.assertEqual(len(second.call("GET", runs)[1]["data"]), self.receiver.calls.count("/one"))
        eventually("the run under the key", lambda: "/keyed" in self.receiver.calls)
        self.assertEqual(len(second.call("GET", f"/api/workflows/{keyed}/runs")[1]["data"]), 1)
        self.assertEqual(self.receiver.calls.count("/keyed"), 1)

    def test_a_run_that_is_lost_with_its_server_is_gone_as_soon_as_that_is_back(self):
        self.group(2)
        workflow, connection, _ = self.deploy(self.servers[0], document(self.call_node("one")))
        first, second = self.follow(0)
        path = self.trigger(second, workflow, connection)
        eventually("a run", lambda: self.status_of(second, path) == "complete")
        # It has the request and does not execute it.
        first.process.send_signal(signal.SIGSTOP)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            trigger = pool.submit(
                second.call, "POST", f"/api/workflows/{workflow}/trigger", {"connectionId": connection, "params": {}})
            listed = eventually("it to be listed", lambda: [
                run["id"] for run in self.runs(second, workflow) if run["status"] == "queued"])
            first.stop(signal.SIGKILL)
            status, lost = trigger.result()
        self.assertEqual((status, lost["code"]), (503, "deployment.elsewhere"))
        lost_run = f"/api/workflows/{workflow}/runs/{listed[0]}"
        for method, target in (("GET", lost_run), ("POST", f"{lost_run}/terminate"), ("DELETE", lost_run)):
            status, headers, answer = second.send(method, target)
            self.assertEqual((status, json.loads(answer)["code"]), (503, "deployment.elsewhere"), target)
            self.assertIn("retry-after", {name.lower() for name in headers})
        self.start(0)
        eventually(
            "the run that never began to leave the list",
            lambda: [run["status"] for run in self.runs(second, workflow)] == ["complete"], seconds=SOON)
        self.assertEqual(second.call("POST", f"{lost_run}/terminate")[0], 404)
        self.assertEqual(self.receiver.calls.count("/one"), 1)

    def test_runs_of_a_server_that_is_gone_end_once_their_deployment_is_replaced(self):
        self.group(2)
        workflow, connection, _ = self.deploy(
            self.servers[0], document(node("wait", "wait_for_event", eventType="go", timeout="1 hour")))
        first, second = self.follow(0)
        paths = [self.trigger(second, workflow, connection) for _ in range(3)]
        for path in paths:
            eventually("it to wait", lambda path=path: self.status_of(second, path) == "waiting")
        first.stop(signal.SIGKILL)
        self.assertEqual(self.status_of(second, paths[0]), "deployment.elsewhere")
        self.deploy_again(second, workflow, connection)
        eventually(
            "all to have ended", lambda: {run["status"] for run in self.runs(second, workflow)} == {"errored"},
            seconds=SOON)
        run = second.call("GET", paths[0])[1]
        self.assertEqual(run["error"]["name"], "run.lost")
        self.assertIn('"s0"', run["error"]["message"])
        self.assertEqual(second.call("POST", f"{paths[0]}/terminate")[0], 409)
        for path in paths[:2]:
            self.assertTrue(self.succeeds(second.call("DELETE", path)[0]))
            self.assertEqual(second.call("GET", path)[0], 404)
        # What its server has of them ends when it is back, and does not return to the list.
        self.start(0)
        again = self.trigger(second, workflow, connection)
        eventually("the new one to wait", lambda: self.status_of(second, again) == "waiting")
        self.assertTrue(self.succeeds(second.call("POST", f"{again}/terminate")[0]))
        eventually("its end", lambda: self.status_of(second, again) == "terminated")
        self.assertEqual(
            sorted(run["status"] for run in self.runs(second, workflow)), ["errored", "terminated"])

    def test_resources_of_all_servers_are_listed_with_their_servers(self):
        self.group(2)
        first = self.servers[0]
        connection = next(
            one["id"] for one in first.call("GET", "/api/connections")[1]["data"] if one["provider"] == "local")

        def ask(at, method, path, body=None, **query):
            text = "&".join(f"{name}={value}" for name, value in {"connectionId": connection, **query}.items())
            return at.call(method, f"/api/resources/{path}?{text}", body)

        for title in ("one", "shared"):
            self.assertEqual(ask(first, "POST", "kv/namespaces", {"title": title})[0], 201)
        first, second = self.follow(0)
        eventually("the first server to be reached", lambda: len(ask(second, "GET", "kv/namespaces")[1]["data"]) == 2)
        for title in ("shared", "two"):
            self.assertEqual(ask(second, "POST", "kv/namespaces", {"title": title})[0], 201)

        def places(answer):
            return sorted((one["title"], one["server"]["name"]) for one in answer["data"])

        everywhere = [("one", "s0"), ("shared", "s0"), ("shared", "s1"), ("two", "s1")]
        for server in (first, second):
            answer = ask(server, "GET", "kv/namespaces")[1]
            self.assertEqual((places(answer), answer["unreachableServers"]), (everywhere, []))
        shown, told = self.millrace(second, "resources", "kv", "list", "--connection", connection)
        self.assertEqual(
            sorted(line.split() for line in shown.splitlines()[1:]), [
                [title, title, server] for title, server in everywhere])
        self.assertEqual((shown.split()[:3], told), (["ID", "TITLE", "SERVER"], ""))
        found, cursor = [], {}
        while True:
            page = ask(second, "GET", "kv/namespaces", limit=1, **cursor)[1]
            found += page["data"]
            if page["nextCursor"] is None:
                break
            cursor = {"cursor": page["nextCursor"]}
        self.assertEqual(places({"data": found}), everywhere)
        identity = next(one["server"]["id"] for one in found if one["server"]["name"] == "s0")
        for server in ("s0", identity):
            self.assertEqual(len(ask(second, "GET", "kv/namespaces", server=server)[1]["data"]), 2)
        # Without a server it is one of the server that leads, and the other one's is untouched.
        self.assertEqual(ask(second, "DELETE", "kv/namespaces/shared")[0], 200)
        self.assertEqual(ask(second, "GET", "kv/namespaces/one/keys", server="s0")[0], 200)
        self.assertEqual(ask(second, "GET", "kv/namespaces/one/keys")[0], 404)
        self.assertEqual(places(ask(second, "GET", "kv/namespaces")[1]), [
            ("one", "s0"), ("shared", "s0"), ("two", "s1")])
        status, answer = ask(second, "GET", "kv/namespaces", server="s9")
        self.assertEqual((status, answer["details"][0]["pointer"]), (400, "/server"))
        first.stop(signal.SIGKILL)
        answer = ask(second, "GET", "kv/namespaces")[1]
        self.assertEqual((places(answer), [one["name"] for one in answer["unreachableServers"]]), ([("two", "s1")], ["s0"]))
        shown, told = self.millrace(second, "resources", "kv", "list", "--connection", connection)
        self.assertEqual([line.split() for line in shown.splitlines()[1:]], [["two", "two", "s1"]])
        self.assertIn('Without the resources of the server "s0", which cannot be reached.', told)
        self.assertEqual(ask(second, "GET", "kv/namespaces/one/keys", server="s0")[1]["code"], "deployment.elsewhere")

    def millrace(self, server, *arguments):
        """What a command prints, for people, and what it says beside."""
        done = subprocess.run(
            [BIN / "millrace", *arguments], capture_output=True, text=True, timeout=PATIENCE,
            env={**os.environ, "MILLRACE_URL": f"http://{server.base}", "MILLRACE_API_KEY": server.key})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, done.stderr

    def test_long_answers_of_another_server_come_in_parts_and_take_bounded_memory(self):
        self.group(2)
        first = self.servers[0]
        connection = next(
            one["id"] for one in first.call("GET", "/api/connections")[1]["data"] if one["provider"] == "local")
        body = {"connectionId": connection, "name": "books"}
        self.assertEqual(first.call("POST", "/api/resources/d1/databases", body)[0], 201)
        first, second = self.follow(0)
        # 54 MB, which would be longer than one message.
        rows = {"connectionId": connection, "sql": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                "WHERE i < 60) SELECT i, hex(zeroblob(450000)) AS h FROM n"}
        path = "/api/resources/d1/databases/books/query"

        eventually("the first server to be reached", lambda: second.call(
            "GET", f"/api/resources/d1/databases?connectionId={connection}")[1]["data"])
        # The second one leads and asks the first; the first has its own response through the second.
        for server in (second, first):
            before = self.peak(second)
            status, answer = server.call("POST", f"{path}?server=s0", rows)
            self.assertEqual(status, 200, str(answer)[:500])
            self.assertEqual(json.dumps(answer).count("0" * 900_000), 60)
            print(f"a response of 54 MB of another server took {(self.peak(second) - before) >> 10} MiB of the leader")

    def peak(self, server):
        status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1))

    def test_leadership_moves_back_and_forth_and_no_step_is_executed_twice(self):
        self.group(2)
        steps = []
        for number in range(12):
            steps += [self.call_node(f"s{number}"), node(f"p{number}", "sleep", duration="1 second")]
        workflow, connection, _ = self.deploy(self.servers[0], document(*steps))
        path = self.trigger(self.servers[0], workflow, connection)
        self.follow(0)
        # It leads without a new start.
        self.follow(1)
        self.follow(0)
        self.follow(1)
        eventually("its end", lambda: self.status_of(self.servers[1], path) == "complete")
        self.assertEqual(
            sorted(self.receiver.calls), sorted(f"/s{number}" for number in range(12)), self.receiver.calls)
        attempts = [step.get("attempts") for step in self.servers[1].call("GET", f"{path}/steps?limit=100")[1]["data"]]
        self.assertEqual(attempts, [1, 0] * 12)

    def test_functions_are_served_and_taken_down_where_they_are(self):
        self.group(2)
        ir = document(self.call_node("one"), trigger={"type": "http", "path": "/orders"})
        workflow, connection, deployment = self.deploy(self.servers[0], ir)
        url = deployment["url"]
        self.assertIn(str(self.listeners[0]), url)
        first, second = self.follow(0)

        def answer():
            try:
                request = urllib.request.Request(f"{url}/orders", b"{}", {"content-type": "application/json"})
                with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                    return response.status
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                return None

        eventually("the first server to serve it", lambda: self.succeeds(answer()))
        runs = f"/api/workflows/{workflow}/runs"
        eventually("the run that it began to be listed and end", lambda: [
            run["status"] for run in second.call("GET", runs)[1]["data"]] == ["complete"])
        status, sent = second.call(
            "POST", f"/api/workflows/{workflow}/request",
            {"connectionId": connection, "path": "/orders", "body": "{}"})
        self.assertTrue(status == 200 and self.succeeds(sent["status"]), sent)
        # A new version stays where the old one is.
        again = self.deploy_again(second, workflow, connection)
        self.assertEqual(again["url"], url)
        self.assertTrue(self.succeeds(answer()))
        status, taken = second.call("POST", f"/api/workflows/{workflow}/takedown", {"connectionId": connection})
        self.assertEqual(status, 200, taken)
        self.assertIn(answer(), (404, 410))
        self.assertTrue(first.process.poll() is None)

    def test_what_is_replaced_while_its_server_is_gone_is_taken_down_when_it_is_back(self):
        self.group(2)
        ir = document(self.call_node("one"), trigger={"type": "http", "path": "/orders"})
        workflow, connection, deployment = self.deploy(self.servers[0], ir)
        first = self.servers[0]
        first.stop()
        second = self.servers[1]
        eventually("a takeover", lambda: self.role(second) == "leader")
        again = self.deploy_again(second, workflow, connection)
        self.assertNotEqual(again["url"], deployment["url"])
        path = self.trigger(second, workflow, connection)
        eventually("a run of the new one", lambda: self.status_of(second, path) == "complete")
        self.start(0)

        def serves():
            request = urllib.request.Request(f"{deployment['url']}/orders", b"{}")
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE):
                    return True
            except urllib.error.HTTPError as error:
                return error.code not in (404, 410)
            except OSError:
                return True

        eventually("the former one to be taken down", lambda: not serves())
        statuses = [one["status"] for one in second.call("GET", f"/api/workflows/{workflow}/deployments")[1]["data"]]
        self.assertEqual(statuses, ["active", "superseded"])

    def test_messages_that_somebody_has_recorded_execute_nothing(self):
        self.records = True
        self.group(2)
        workflow, connection, _ = self.deploy(
            self.servers[0], document(self.call_node("one"), node("wait", "wait_for_event", eventType="go", timeout="1 hour")))
        first, second = self.follow(0)
        path = self.trigger(second, workflow, connection)
        eventually("it to wait", lambda: self.status_of(second, path) == "waiting")
        self.assertTrue(self.succeeds(second.call("POST", f"{path}/pause")[0]))
        self.assertTrue(self.succeeds(second.call("POST", f"{path}/resume")[0]))
        eventually("it to wait again", lambda: self.status_of(second, path) == "waiting")
        codes = []
        # The second time in the opposite order.
        for turn in (1, -1):
            for recorder in self.recorders.values():
                recorded = [
                    (headers["millrace-message"], content) for line, headers, content in recorder.requests()
                    if line.startswith(b"POST /api/servers/messages ")]
                self.assertTrue(recorded)
                # The last ones may not have arrived yet themselves.
                time.sleep(1)
                for head, content in recorded[::turn]:
                    status, answer = recorder.replay(content)
                    if head.split(";")[1] == "":
                        # It opens a session, in which nothing is recorded.
                        self.assertIn(status, (200, 421))
                        continue
                    self.assertIn(status, (409, 421), answer)
                    codes.append(json.loads(answer)["code"])
        self.assertIn("server.message.repeated", codes)
        self.assertLessEqual(set(codes), {f"server.message.{code}" for code in ("repeated", "expired", "misdirected")})
        self.assertEqual([run["status"] for run in self.runs(second, workflow)], ["waiting"])
        self.assertEqual(self.receiver.calls.count("/one"), 1)
        # The servers have not noticed.
        self.assertTrue(self.succeeds(second.call("POST", f"{path}/events", {"type": "go", "payload": {}})[0]))
        eventually("its end", lambda: self.status_of(second, path) == "complete")

    def test_messages_of_strangers_are_requests_to_an_unknown_path(self):
        for server in self.group(2):
            answers = [
                server.send("POST", "/api/servers/messages", b"x" * 100, headers=headers)[::2]
                for headers in ({}, {"millrace-message": "leader.1;1;00"}, {"millrace-message": "x"})]
            self.assertEqual({status for status, _ in answers}, {404})
            self.assertEqual({json.loads(content)["code"] for _, content in answers}, {"route.notFound"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
