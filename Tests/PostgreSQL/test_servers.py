"""Several real servers on one PostgreSQL, of which one leads and the others forward to it.

    python3 Tests/PostgreSQL/test_servers.py BIN [TEST ...]
"""

import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time
import unittest

from balancer import Balancer
from group import GroupTest, Writers, eventually
from millrace import BIN, PATIENCE, Server


class ServersTests(GroupTest):
    def test_any_server_takes_any_request_and_sees_every_write_at_once(self):
        servers = self.group(3)
        self.assertEqual([self.role(server) for server in servers], ["leader", "follower", "follower"])
        self.assertEqual(len({self.ready(server)[1]["leader"] for server in servers}), 1)
        for turn in range(30):
            writer, reader, other = (servers[(turn + step) % 3] for step in range(3))
            status, made = writer.call("POST", "/api/workflows", {"name": f"W{turn}"})
            self.assertEqual(status, 201)
            path = f"/api/workflows/{made['id']}"
            self.assertEqual(reader.call("GET", path)[1]["name"], f"W{turn}")
            self.assertEqual(other.call("PATCH", path, {"name": f"X{turn}"})[0], 200)
            self.assertEqual(reader.call("GET", path)[1]["name"], f"X{turn}")
            self.assertIn(writer.call("DELETE", path)[0], (200, 204))
            self.assertEqual(other.call("GET", path)[0], 404)
        # Pages, odd targets and errors are the same everywhere.
        for method, path in (
            ("GET", "/"), ("GET", "/docs"), ("GET", "/docs/pages/servers.md"), ("HEAD", "/api/workflows"),
            ("GET", "/api//workflows/?q=a%20b%7Cc&q=[1]"), ("GET", "/api/workflows?limit=%zz"), ("GET", "/nothing"),
            ("OPTIONS", "/api/workflows"), ("PUT", "/api/workflows"), ("GET", "/api/workflows?q=%F0%9F%98%80"),
        ):
            answers = []
            for server in servers:
                status, headers, content = server.send(method, path)
                kept = {
                    name.lower(): value for name, value in headers.items()
                    if name.lower() not in ("date", "x-request-id", "ratelimit", "content-length", "transfer-encoding")}
                content = re.sub(rb'"requestId":"[^"]*"', b"", content)
                answers.append((status, kept, content))
            self.assertEqual(answers[0], answers[1], (method, path))
            self.assertEqual(answers[0], answers[2], (method, path))
        self.assertFalse([name for name in servers[1].send("GET", "/api/workflows")[1] if "millrace" in name.lower()])
        # What operators look at is each server's own.
        self.assertIn("millrace_runs", servers[0].send("GET", "/metrics")[2].decode())
        metrics = servers[1].send("GET", "/metrics")[2].decode()
        self.assertIn('millrace_forwarded_requests_total{outcome="answered"}', metrics)
        self.assertNotIn("millrace_runs{", metrics)
        strange = {"x-forwarded-for": "203.0.113.9"}
        self.assertEqual(servers[1].send("GET", "/metrics", headers=strange | {"authorization": ""})[0], 401)
        self.assertEqual(servers[1].send("GET", "/metrics", headers=strange)[0], 200)

    def test_limits_audit_and_log_name_the_client_also_when_it_forges_fields(self):
        first, second = self.group(2, "--rate-limit", "global=30")
        forged = [
            {}, {"x-forwarded-for": "203.0.113.7"}, {"forwarded": "for=203.0.113.7"}, {"x-real-ip": "203.0.113.7"},
            {"millrace-forwarded": f"1;1;{'0' * 64};203.0.113.7"},
        ]
        statuses = [
            server.send("GET", "/api/me", headers=forged[turn % len(forged)], source="127.0.0.77")[0]
            for turn in range(50) for server in (first, second)]
        self.assertEqual((statuses.count(200), statuses.count(429)), (30, 70))
        # Another client has a count of its own.
        status, made = second.send(
            "POST", "/api/env-vars", json.dumps({"name": "W", "value": "1"}), headers=forged[1] | forged[4],
            source="127.0.0.78")[::2]
        self.assertEqual(status, 201)
        lines = first.call("GET", "/api/audit-log?limit=100")[1]["data"]
        addresses = {line["address"] for line in lines if line["subjectId"] == json.loads(made)["id"]}
        self.assertEqual(addresses, {"127.0.0.78"})
        eventually("the client in the log", lambda: "client=127.0.0.78" in first.log.read_text())
        self.assertNotIn("203.0.113.7", first.log.read_text())

    def test_events_arrive_through_a_follower_and_its_end_ends_them(self):
        first, second = self.group(2)
        project = first.call("GET", "/api/projects")[1]["data"][0]["id"]
        connection = http.client.HTTPConnection(second.base, timeout=PATIENCE)
        connection.request("GET", f"/api/projects/{project}/events", headers={"authorization": f"Bearer {first.key}"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/event-stream"))
        self.assertEqual(answer.readline(), b"retry: 2000\n")
        made = first.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        seen = b""
        while b"changed" not in seen:
            seen += answer.readline()

        def streams():
            text = first.send("GET", "/metrics")[2].decode()
            return int(float(re.search(r"^millrace_http_requests_in_flight (\S+)", text, re.M).group(1)))

        # This request and the stream.
        self.assertEqual(streams(), 2)
        answer.close()
        connection.close()
        eventually("the stream to end at the leader", lambda: streams() == 1)
        # A follower that stops ends those of its clients at once.
        connection = http.client.HTTPConnection(second.base, timeout=PATIENCE)
        connection.request("GET", f"/api/projects/{project}/events", headers={"authorization": f"Bearer {first.key}"})
        answer = connection.getresponse()
        self.assertEqual(answer.readline(), b"retry: 2000\n")
        self.assertEqual(second.stop(), 0)
        answer.read()
        self.assertTrue(made)

    def shared(self, server):
        """How many requests a server has executed while another one led."""
        text = server.send("GET", "/metrics")[2].decode()
        found = re.search(r'^millrace_forwarded_requests_total{outcome="shared"} (\S+)', text, re.M)
        return int(float(found.group(1))) if found else 0

    def test_each_server_reads_and_writes_the_database_itself_also_while_nobody_leads(self):
        first, second, third = self.group(3)
        for server in (second, third):
            eventually("it to execute requests", lambda: self.executes(server))
        project = first.call("GET", "/api/projects")[1]["data"][0]["id"]
        connection = http.client.HTTPConnection(third.base, timeout=PATIENCE)
        connection.request("GET", f"/api/projects/{project}/events", headers={"authorization": f"Bearer {first.key}"})
        events = connection.getresponse()
        before = self.shared(second)
        made = second.call("POST", "/api/workflows", {"name": "told"})[1]["id"]
        seen = b""
        while b"changed" not in seen:
            seen += events.readline()
        connection.close()
        self.assertEqual(third.call("GET", f"/api/workflows/{made}")[1]["name"], "told")
        self.assertEqual(self.shared(second), before + 1)
        first.process.send_signal(signal.SIGSTOP)
        self.addCleanup(first.process.send_signal, signal.SIGCONT)
        # A load balancer goes on sending them what they execute.
        eventually("nobody to lead", lambda: self.ready(second)[0] == 200 and not self.ready(second)[1]["leader"])
        self.assertEqual(self.ready(third)[0], 200)
        start = time.monotonic()
        for turn in range(20):
            writer, reader = ((second, third), (third, second))[turn % 2]
            status, made = writer.call("POST", "/api/workflows", {"name": f"W{turn}"})
            self.assertEqual(status, 201, made)
            path = f"/api/workflows/{made['id']}"
            self.assertEqual(reader.call("PATCH", path, {"name": f"X{turn}"})[0], 200)
            self.assertEqual(writer.call("GET", path)[1]["name"], f"X{turn}")
        seconds = time.monotonic() - start
        first.process.send_signal(signal.SIGCONT)
        print(f"20 workflows made, changed and read in {seconds:.1f} s while the leader was paused")
        self.assertEqual(first.names(), {"told"} | {f"X{turn}" for turn in range(20)})

    def executes(self, server):
        return "Requests that need the database alone are executed here." in server.log.read_text()

    def test_limits_of_a_user_are_those_of_all_servers_together_and_outlive_the_leader(self):
        servers = self.group(2, "--rate-limit", "write=10")
        first, second = servers
        eventually("it to execute requests", lambda: self.executes(second))
        bodies = ("/api/workflows", "/api/env-vars")
        statuses = []
        for turn in range(24):
            body = {"name": f"W{turn}"} | ({"value": "1"} if turn % 4 > 1 else {})
            statuses.append(servers[turn % 2].call("POST", bodies[turn % 4 > 1], body)[0])
        self.assertEqual((statuses.count(201), statuses.count(429)), (10, 14), statuses)
        self.assertEqual(statuses[:10], [201] * 10)
        first.stop()
        eventually("a takeover", lambda: self.role(second) == "leader")
        self.assertEqual(second.call("POST", "/api/env-vars", {"name": "LATE", "value": "1"})[0], 429)

    def test_a_key_and_a_session_that_are_revoked_through_one_server_are_refused_by_all(self):
        servers = self.group(3)
        for server in servers[1:]:
            eventually("it to execute requests", lambda: self.executes(server))
        password = "a password of the test"
        subprocess.run(
            [BIN / "millrace", "people", "set-password", "owner@localhost", "--data", servers[0].data, "--storage",
             "postgresql"], input=password, text=True, check=True, capture_output=True, timeout=PATIENCE,
            env={**os.environ, "MILLRACE_POSTGRESQL_URL": self.url})

        def session(server, cookie=""):
            return {"origin": f"http://{server.base}", "cookie": cookie, "authorization": None}

        status, headers, content = servers[1].send(
            "POST", "/api/auth/sign-in", json.dumps({"email": "owner@localhost", "password": password}),
            session(servers[1]))
        self.assertEqual(status, 200, content)
        cookie = headers["set-cookie"].split(";")[0]
        status, _, content = servers[2].send(
            "POST", "/api/api-keys", json.dumps({"name": "K", "scopes": ["read"]}), session(servers[2], cookie))
        self.assertEqual(status, 201, content)
        made = json.loads(content)
        identity = made["id"]
        key = {"authorization": f"Bearer {made['key']}"}

        def statuses(headers):
            """Of a read that the leader executes, and of one that each server does."""
            return {
                server.send("GET", path, headers=headers(server))[0]
                for server in servers for path in ("/api/me", "/api/workflows")}

        # Each has found it good, and remembers that for a while.
        self.assertEqual(statuses(lambda _: key), {200})
        self.assertEqual(statuses(lambda server: session(server, cookie)), {200})
        self.assertEqual(
            servers[2].send("DELETE", f"/api/api-keys/{identity}", headers=session(servers[2], cookie))[0], 204)
        self.assertEqual(servers[1].send("POST", "/api/auth/sign-out", headers=session(servers[1], cookie))[0], 204)
        # No request keeps it alive.
        end = time.monotonic() + 5
        while time.monotonic() < end:
            statuses(lambda _: key)
            statuses(lambda server: session(server, cookie))
        self.assertEqual(statuses(lambda _: key), {401})
        self.assertEqual(statuses(lambda server: session(server, cookie)), {401})

    def test_what_is_done_from_time_to_time_is_done_by_the_next_leader(self):
        first, second = self.group(2, "--audit-retention", "1")

        def lines():
            return int(self.cluster.sql("SELECT COUNT(*) FROM audit_log WHERE created_at < 1000", self.database))

        self.assertEqual(first.call("POST", "/api/workflows", {"name": "W"})[0], 201)
        first.stop(signal.SIGKILL)
        self.cluster.sql("UPDATE audit_log SET created_at = 1", self.database)
        self.assertGreater(lines(), 0)
        eventually("a takeover", lambda: self.role(second) == "leader")
        eventually("old lines to be deleted", lambda: lines() == 0)

    def test_large_bodies_go_both_ways_without_being_held(self):
        first, second = self.group(2)
        workflow = first.call("POST", "/api/workflows", {"name": "W"})[1]["id"]
        code = "// " + "x" * 900_000
        ir = {
            "metadata": {"name": "One", "version": 1, "createdAt": "2026-01-01T00:00:00Z",
                         "updatedAt": "2026-01-01T00:00:00Z"},
            "nodes": [{"id": "one", "type": "step", "name": "One", "version": "1.0.0", "provider": "cloudflare",
                       "position": {"x": 0, "y": 0}, "data": {"code": f"return 1; {code}"}}],
            "edges": [], "entryNodeId": "one", "trigger": {"type": "manual"}}
        status, version = second.call("PUT", f"/api/workflows/{workflow}/draft", {"document": ir})
        self.assertEqual(status, 200, version)
        self.assertEqual(
            second.send("GET", f"/api/workflows/{workflow}/draft")[2],
            first.send("GET", f"/api/workflows/{workflow}/draft")[2])
        self.assertIn(code, second.send("GET", f"/api/workflows/{workflow}/draft")[2].decode())

        def peak():
            status = pathlib.Path(f"/proc/{second.process.pid}/status").read_text()
            return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1))

        before = peak()
        # 30 MB, of a length that is not declared: the leader reads it and finds no project in it.
        block = b'"' + b"y" * 999_990 + b'",'

        def chunks():
            yield b"["
            for _ in range(30):
                yield block
            yield b"1]"

        status, _, content = second.send("POST", "/api/projects/import", chunks())
        self.assertEqual(status, 400, content)
        self.assertLess(peak() - before, 20_000, "the follower held the body")
        # One that is larger than the leader takes is refused, and the connection goes on or ends; the server does not.
        try:
            status = second.send("POST", "/api/workflows", b"z" * 5_000_000)[0]
            self.assertEqual(status, 413)
        except OSError:
            # The connection was closed before all was sent: by a server that goes on.
            for server in (first, second):
                self.assertIsNone(server.process.poll(), server.log.read_text()[-2000:])
        # A body that is cut off is no request.
        with socket.create_connection(tuple(second.base.split(":"))) as cut:
            cut.sendall(
                f"POST /api/workflows HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {second.key}\r\n"
                "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
                '10\r\n{"name": "Cut"} \r\n'.encode())
            time.sleep(0.5)
        self.assertEqual(second.call("POST", "/api/workflows", {"name": "After"})[0], 201)
        time.sleep(0.5)
        self.assertEqual(first.names(), {"W", "After"})

    def test_a_rolling_restart_of_all_servers_refuses_with_retry_after_at_most(self):
        servers = self.group(3)
        balancer = Balancer(self.ports)
        self.addCleanup(balancer.close)
        eventually("the balancer to see all", lambda: len(balancer.ready) == 3)
        writers = Writers(balancer.base, servers[0].key)
        try:
            for number in (1, 2, 0):
                time.sleep(1)
                self.assertEqual(self.servers[number].stop(), 0, self.servers[number].log.read_text()[-2000:])
                self.start(number)
                eventually("the server to be back", lambda: self.role(self.servers[number]))
            count = len(writers.written)
            eventually("writes after it", lambda: len(writers.written) > count + 20)
        finally:
            writers.stop()
        print("answers:", writers.kinds(), f"longest wait {max(writers.gaps):.1f} s")
        self.assertEqual(sorted(writers.written), self.stored())
        self.assertLessEqual({status for status, _, _ in writers.answers}, {201, 503})
        for status, code, retry in writers.answers:
            if status == 503:
                self.assertIsNotNone(retry, code)

    def test_a_server_with_another_master_key_or_none_is_refused(self):
        self.group(1)
        none = Server(self.folder / "none", self.url, "--standby", waits=False)
        self.servers.append(none)
        self.assertNotEqual(none.process.wait(PATIENCE), 0)
        self.assertIn("does not exist", none.log.read_text())
        other = self.folder / "other"
        other.mkdir(mode=0o700)
        (other / "master.key").write_text("A" * 43 + "=")
        (other / "master.key").chmod(0o600)
        refused = Server(other, self.url, "--standby", waits=False)
        self.servers.append(refused)
        self.assertNotEqual(refused.process.wait(PATIENCE), 0)
        self.assertIn("is not the master key of this database", refused.log.read_text())

    def test_a_server_refuses_the_schema_of_a_newer_one_beside_which_it_stood_by(self):
        first, second = self.group(2)
        # As a newer version migrates when it leads; the older one goes on forwarding to it.
        self.cluster.sql(
            "INSERT INTO schema_migrations (name, applied_at) VALUES ('9999-newer', 1); "
            "INSERT INTO schema_versions (name, version) VALUES ('9999-newer', '9.1.0')", self.database)
        eventually("all to be forwarded", lambda: second.call("POST", "/api/workflows", {"name": "W"})[0] == 201)
        eventually("it to be told", lambda: "All requests are forwarded" in second.log.read_text())
        first.stop()
        self.assertNotEqual(second.process.wait(PATIENCE), 0)
        text = second.log.read_text()
        self.assertIn("9.1.0", text)
        self.assertNotIn(" listens on ", text)
        self.assertEqual(self.stored(), ["W"])
        # The database is free for one that knows the schema.
        self.cluster.sql("DELETE FROM schema_migrations WHERE name = '9999-newer'", self.database)
        again = self.start(0)
        eventually("the newer one to lead", lambda: self.role(again) == "leader")
        self.assertEqual(again.names(), {"W"})

    def test_a_request_is_never_forwarded_in_a_circle(self):
        first, second, third = self.group(3)
        # The address of the leader leads to a follower.
        self.cluster.sql(f"UPDATE servers SET address = 'http://{third.base}'", self.database)
        eventually("the follower to see it", lambda: self.ready(second)[0] == 503)
        problem = self.ready(second)[1]
        self.assertEqual(problem["code"], "server.notReady")
        self.assertEqual([detail["pointer"] for detail in problem["details"]], ["/leader"])
        status, headers, content = second.send("POST", "/api/projects", json.dumps({"name": "P"}))
        self.assertEqual((status, json.loads(content)["code"]), (503, "server.noLeader"))
        self.assertGreater(int(headers["retry-after"]), 0)
        self.assertEqual(len(first.call("GET", "/api/projects")[1]["data"]), 1)
        # It is right again.
        self.cluster.sql(f"UPDATE servers SET address = 'http://{first.base}'", self.database)
        eventually("the follower to see it", lambda: self.ready(second)[0] == 200)
        self.assertEqual(second.call("POST", "/api/workflows", {"name": "W"})[0], 201)

    def test_a_paused_leader_is_replaced_and_what_it_was_sent_ends(self):
        first, second = self.group(2)
        first.process.send_signal(signal.SIGSTOP)
        self.addCleanup(first.process.send_signal, signal.SIGCONT)
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(second.call("POST", "/api/workflows", {"name": "late"}))),
            threading.Thread(target=lambda: answers.append(second.call("GET", "/api/workflows"))),
        ]
        for thread in threads:
            thread.start()
        eventually("a takeover", lambda: self.role(second) == "leader")
        for thread in threads:
            thread.join()
        statuses = sorted(status for status, _ in answers)
        self.assertIn(statuses, ([200, 201], [200, 503]))
        self.assertEqual(second.call("POST", "/api/workflows", {"name": "new"})[0], 201)
        first.process.send_signal(signal.SIGCONT)
        self.assertNotEqual(first.process.wait(PATIENCE), 0)
        self.assertEqual(second.names() - {"late"}, {"new"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
