"""Groups of servers on one PostgreSQL, and those who write to them."""

import http.client
import json
import pathlib
import re
import shutil
import signal
import tempfile
import threading
import time
import unittest

from balancer import free_port
from cluster import Cluster
from millrace import PATIENCE, Server


def eventually(what, condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.05)
    return value


class Writers:
    """Threads that create workflows through an address, each under a key and with the same request until it is answered."""

    def __init__(self, base, key, count=4, pause=0.01):
        self.base, self.key, self.pause = base, key, pause
        self.written, self.answers, self.gaps = set(), [], []
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(count)]
        for thread in self.threads:
            thread.start()

    def work(self, number):
        turn, last = 0, time.monotonic()
        while not self.ends.is_set():
            turn += 1
            name = f"{number}.{turn}"
            end = time.monotonic() + PATIENCE
            while not self.write(name):
                if time.monotonic() > end:
                    self.answers.append(("never written", name, None))
                    return
                time.sleep(0.1)
            self.written.add(name)
            self.gaps.append(time.monotonic() - last)
            time.sleep(self.pause)
            last = time.monotonic()

    def write(self, name):
        """Whether the workflow is there."""
        connection = http.client.HTTPConnection(self.base, timeout=PATIENCE)
        try:
            connection.request(
                "POST", "/api/workflows", json.dumps({"name": name}),
                {"authorization": f"Bearer {self.key}", "content-type": "application/json", "idempotency-key": name})
            answer = connection.getresponse()
            content = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.answers.append((type(error).__name__, "", None))
            return False
        finally:
            connection.close()
        self.answers.append((answer.status, content.get("code", ""), answer.headers["retry-after"]))
        return answer.status == 201 or content.get("code") == "idempotency.responseLost"

    def stop(self):
        self.ends.set()
        for thread in self.threads:
            thread.join()

    def kinds(self):
        return {answer: self.answers.count(answer) for answer in sorted(set(self.answers), key=str)}


class Updater:
    """Writes ever higher numbers into the description of one workflow. Each is sent until one is acknowledged."""

    def __init__(self, base, key, workflow):
        self.path = f"/api/workflows/{workflow}"
        self.base, self.headers = base, {"authorization": f"Bearer {key}", "content-type": "application/json"}
        self.acknowledged, self.sent = 0, 0
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        while not self.ends.is_set():
            self.sent += 1
            if self.write(self.sent):
                self.acknowledged = self.sent
            time.sleep(0.02)

    def write(self, number):
        connection = http.client.HTTPConnection(self.base, timeout=PATIENCE)
        try:
            connection.request("PATCH", self.path, json.dumps({"description": str(number)}), self.headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self):
        self.ends.set()
        self.thread.join()


class GroupTest(unittest.TestCase):
    """A test with servers of which one leads; each has a database of its own."""

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(durable=True).start()
        cls.addClassCleanup(cls.cluster.remove)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = re.sub(r"\W", "_", self.id().split(".")[-1])[:60]
        self.url = self.cluster.database(self.database)
        self.servers, self.ports, self.arguments = [], [], []
        self.addCleanup(lambda: [server.stop(signal.SIGKILL) for server in self.servers if server])

    def fault(self, number):
        """Where a fault of a server is armed, in debug builds."""
        return self.folder / f"s{number}.fault"

    def environment(self, number):
        return {"FAULT_FILE": str(self.fault(number))}

    def options(self, number):
        """The arguments of a server."""
        return self.arguments

    def start(self, number):
        """A server at its port; it leads, or stands by."""
        server = Server(
            self.folder / f"s{number}", self.url, "--standby", "--drain-delay", "1", "--name", f"s{number}",
            *self.options(number), waits=False, port=self.ports[number], environment=self.environment(number))
        server.fault = self.fault(number)
        if number < len(self.servers):
            self.servers[number] = server
        else:
            self.servers.append(server)
        server.wait(words="(?:listens|stands by) on")
        return server

    def group(self, count, *arguments):
        """Servers of which the first leads and the others forward."""
        self.arguments = arguments
        self.ports = [free_port() for _ in range(count)]
        (self.folder / "s0").mkdir(mode=0o700)
        first = Server(
            self.folder / "s0", self.url, "--standby", "--drain-delay", "1", "--name", "s0", *self.options(0),
            port=self.ports[0], environment=self.environment(0))
        first.fault = self.fault(0)
        self.servers.append(first)
        for number in range(1, count):
            (self.folder / f"s{number}").mkdir(mode=0o700, exist_ok=True)
            for file in ("master.key", "initial-api-key"):
                shutil.copy(self.folder / "s0" / file, self.folder / f"s{number}")
            self.start(number)
        for server in self.servers:
            eventually("all to be ready", lambda: self.ready(server)[0] == 200)
        return self.servers

    def ready(self, server):
        try:
            status, _, content = server.send("GET", "/api/ready")
            return status, json.loads(content)
        except OSError:
            return None, None

    def role(self, server):
        status, answer = self.ready(server)
        return answer.get("role") if status == 200 else None

    def leader(self):
        return eventually(
            "a leader", lambda: next((server for server in self.servers if self.role(server) == "leader"), None))

    def stored(self):
        text = self.cluster.sql("SELECT name FROM workflows ORDER BY name", self.database)
        return text.split("\n") if text else []
