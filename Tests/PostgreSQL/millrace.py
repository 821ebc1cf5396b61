"""A server of Millrace on PostgreSQL, for tests. The first argument of their command is the folder of the built program."""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

# Seconds, after which what does not come will not come.
PATIENCE = 180
BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None


class Server:
    """`millrace serve` with the storage PostgreSQL. Its `base` is where it listens, once it leads."""

    def __init__(self, data, url, *arguments, waits=True, port=0, environment={}):
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        self.log = data.with_suffix(".log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [BIN / "millrace", "serve", "--data", data, "--port", str(port), "--rate-limit", "none", "--storage",
                 "postgresql", *arguments],
                stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, "MILLRACE_POSTGRESQL_URL": url, "MILLRACE_LOCAL_PORT": "0", **environment})
        self.base = None
        if waits:
            self.wait()

    def wait(self, seconds=PATIENCE, words="listens on"):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(words + r" http://(127\.0\.0\.1:\d+)", self.log.read_text())
            if found:
                self.base = found.group(1)
                self.key = (self.data / "initial-api-key").read_text().strip()
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(self.log.read_text())

    def call(self, method, path, body=None, timeout=PATIENCE):
        status, _, content = self.send(method, path, json.dumps(body) if body is not None else None, timeout=timeout)
        return status, json.loads(content) if content else None

    def send(self, method, path, body=None, headers={}, timeout=PATIENCE, source=None):
        """The status, the headers and the bytes of a response. A header that is `None` is not sent."""
        connection = http.client.HTTPConnection(
            self.base, timeout=timeout, source_address=(source, 0) if source else None)
        try:
            fields = {"authorization": f"Bearer {self.key}", "content-type": "application/json", **headers}
            connection.request(method, path, body, {name: value for name, value in fields.items() if value is not None})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def names(self):
        return {workflow["name"] for workflow in self.call("GET", "/api/workflows?limit=100")[1]["data"]}

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(PATIENCE)
