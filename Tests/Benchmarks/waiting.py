"""What runs that wait and deployments that rest cost: 10,000 runs to their first wait, and 24 deployments after their last run.

    python3 Tests/Benchmarks/waiting.py RELEASE_FOLDER [--runs N] [--deployments N]
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import tempfile
import time

import server as servers

BATCH, CLIENTS, BOUND = 100, 4, 300
# After which the provider ends a process that no run needs.
IDLE = 35
os.environ["MILLRACE_LOCAL_PORT"] = "0"


def document(name, data, kind="step"):
    node = {
        "id": "a", "type": kind, "name": "A", "position": {"x": 0, "y": 0}, "version": "1.0.0", "provider": "cloudflare",
        "data": data}
    return {
        "metadata": {"name": name, "version": 1, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"},
        "nodes": [node], "edges": [], "entryNodeId": "a", "trigger": {"type": "manual"}}


class Measured:
    def __init__(self, data):
        self.server = servers.Server(data)
        connections = self.server.call("GET", "/api/connections")["data"]
        self.connection = next(c["id"] for c in connections if c["provider"] == "local")

    def deploy(self, name, ir):
        workflow = self.server.call("POST", "/api/workflows", {"name": name})["id"]
        self.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self.server.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": self.connection})
        return workflow

    def start(self, workflow, count):
        answer = self.server.call("POST", f"/api/workflows/{workflow}/trigger-batch", {
            "connectionId": self.connection, "items": [{"params": {}}] * count})
        return sum(item["status"] == "started" for item in answer["data"])

    def settle(self):
        """Until no run is queued or running."""
        end = time.monotonic() + BOUND
        while any(self.server.call("GET", f"/api/runs?limit=1&status={s}")["data"] for s in ("queued", "running")):
            if time.monotonic() > end:
                raise SystemExit(f"runs are still queued or running after {BOUND} s")
            time.sleep(0.05)

    def processes(self):
        """Memory of the server's child processes, each with its resident megabytes."""
        listed = subprocess.run(
            ["ps", "--no-headers", "-o", "pid,rss", "--ppid", str(self.server.process.pid)], capture_output=True, text=True)
        return [int(line.split()[1]) / 1000 for line in listed.stdout.splitlines()]

    def resident(self):
        processes = self.processes()
        return f"{self.server.memory() + sum(processes):.0f} MB (server {self.server.memory():.0f} MB, {len(processes)} processes)"


def waits(data, runs):
    measured = Measured(data)
    workflow = measured.deploy("Waits", document("Waits", {"duration": "1 day"}, "sleep"))
    measured.start(workflow, 1)
    measured.settle()
    before, start = measured.server.memory(), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        started = sum(pool.map(lambda _: measured.start(workflow, BATCH), range(runs // BATCH)))
    accepted = time.monotonic() - start
    measured.settle()
    print(
        f"{started:,} runs at their first wait: {time.monotonic() - start:.1f} s (accepted after {accepted:.1f} s); "
        f"server {before:.0f} MB before, {measured.server.memory():.0f} MB after")
    measured.server.stop()


def rest(data, deployments):
    measured = Measured(data)
    code = {"code": "return 1;"}
    for number in range(deployments):
        workflow = measured.deploy(f"Rests {number}", document(f"Rests {number}", code))
        measured.start(workflow, 1)
    measured.settle()
    print(f"{deployments} deployments after a run each: {measured.resident()} resident")
    time.sleep(IDLE)
    print(f"  {IDLE} s later: {measured.resident()}")
    measured.server.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--deployments", type=int, default=24)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        waits(pathlib.Path(folder) / "waits", options.runs)
        rest(pathlib.Path(folder) / "rests", options.deployments)


main()
