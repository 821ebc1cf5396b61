"""What the runs of one connection cost those of another: latency from the trigger to the end that a client sees.

    python3 Tests/Benchmarks/fairness.py FOLDER [--waiting N] [--stuck N] [--runs N]

One connection has runs that wait for an event and runs whose step never ends; the other one's runs have one step. Printed are
median and 99th percentile: idle, while the crowd arrives, and once it waits.
"""

import argparse
import os
import pathlib
import statistics
import sys
import tempfile
import time

import server as servers

os.environ["MILLRACE_LOCAL_PORT"] = "0"
BATCH = 100


def document(name, *nodes):
    return {
        "metadata": {"name": name, "version": 1, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"},
        "nodes": [{
            "id": f"n{index}", "type": kind, "name": f"N{index}", "position": {"x": 0, "y": 0}, "version": "1.0.0",
            "provider": "cloudflare", "data": data} for index, (kind, data) in enumerate(nodes)],
        "edges": [{"id": f"e{index}", "source": f"n{index}", "target": f"n{index + 1}"} for index in range(len(nodes) - 1)],
        "entryNodeId": "n0", "trigger": {"type": "manual"},
    }


class Workflow:
    def __init__(self, server, name, *nodes):
        self.server = server
        body = {"provider": "local", "name": name, "credentials": {}}
        self.connection = server.call("POST", "/api/connections", body)["id"]
        self.path = f"/api/workflows/{server.call('POST', '/api/workflows', {'name': name})['id']}"
        server.call("POST", f"{self.path}/versions", {"ir": document(name, *nodes)})
        server.call("POST", f"{self.path}/deploy", {"connectionId": self.connection})

    def start(self, count, params):
        items = [{"params": params}] * min(count, BATCH)
        self.server.call("POST", f"{self.path}/trigger-batch", {"connectionId": self.connection, "items": items})

    def latency(self):
        """Milliseconds of one run."""
        begin = time.perf_counter()
        run = self.server.call("POST", f"{self.path}/trigger", {"connectionId": self.connection, "params": {}})["id"]
        while (status := self.server.call("GET", f"{self.path}/runs/{run}")["status"]) not in ("complete", "errored"):
            time.sleep(0.002)
        if status != "complete":
            sys.exit(f"{run} is {status}")
        return (time.perf_counter() - begin) * 1000


def show(name, times):
    print(f"  {name}: median {statistics.median(times):.1f} ms, 99th percentile "
          f"{sorted(times)[int(len(times) * 0.99)]:.1f} ms ({len(times)} runs)", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--stuck", type=int, default=300)
    parser.add_argument("--runs", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = servers.Server(pathlib.Path(folder))
        try:
            crowd = Workflow(
                server, "Crowd",
                ("step", {"code": "if (event.payload.hangs) await new Promise(() => {}); return 1;"}),
                ("wait_for_event", {"eventType": "go", "timeout": "1 day"}))
            other = Workflow(server, "Other", ("step", {"code": "return 1;"}))
            print(f"Latency of a run beside {options.waiting:,} waiting and {options.stuck} stuck runs of another connection")
            for _ in range(20):
                other.latency()
            show("idle", [other.latency() for _ in range(options.runs)])
            begin, amid = time.monotonic(), []
            for kind, count in (({"hangs": True}, options.stuck), ({}, options.waiting)):
                for started in range(0, count, BATCH):
                    crowd.start(min(BATCH, count - started), kind)
                    amid.append(other.latency())
            show("while they arrive", amid)
            late, total = [], 0
            while total < options.waiting:
                late.append(other.latency())
                total = server.metric('millrace_local_runs{status="waiting"') or 0
                if time.monotonic() - begin > 900:
                    sys.exit(f"only {total:.0f} runs wait")
            show("until all wait", late)
            print(f"  all wait after {time.monotonic() - begin:.0f} s; the server has {server.memory():.0f} MB")
            show("beside them", [other.latency() for _ in range(options.runs)])
        finally:
            server.stop()


main()
