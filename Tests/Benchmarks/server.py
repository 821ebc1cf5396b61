"""The server, for benchmarks: the release build is the program's first argument."""

import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

BIN = pathlib.Path(sys.argv[1]).resolve()
MILLRACE = str(BIN / "millrace")


class Server:
    """The server, from its start to the moment it answers."""

    def __init__(self, data, *arguments):
        data.mkdir(parents=True, exist_ok=True)
        self.log = data / "server.log"
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [MILLRACE, "serve", "--data", str(data), "--port", "0", "--log-level", "error", "--rate-limit", "none", *arguments],
            stdout=open(self.log, "w"), stderr=subprocess.STDOUT)
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text())):
            if self.process.poll() is not None:
                sys.exit(self.log.read_text())
            time.sleep(0.001)
        self.seconds = time.perf_counter() - start
        self.base = found.group(0)
        self.key = (data / "initial-api-key").read_text().strip()

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"authorization": f"Bearer {self.key}", "content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def metric(self, name):
        """The value of the first sample whose line begins so; `None` without one."""
        request = urllib.request.Request(self.base + "/metrics", headers={"authorization": f"Bearer {self.key}"})
        lines = urllib.request.urlopen(request, timeout=30).read().decode().split("\n")
        return next((float(line.split()[-1]) for line in lines if line.startswith(name)), None)

    def memory(self):
        """Resident, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1000

    def stop(self):
        self.process.terminate()
        self.process.wait()
