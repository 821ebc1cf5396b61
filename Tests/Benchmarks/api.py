"""What the REST API costs: requests a second against the framework's hello world, in rounds that take turns.

    python3 Tests/Benchmarks/api.py RELEASE_FOLDER [--requests N]

Reads are answered from memory until something is written (`ResponseCache`), so they are measured twice: with nothing else going
on, and while a client writes. With --requests, also that many requests in a row, and the memory before, during and after them.
"""

import contextlib
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading

from server import BIN, Server

CONNECTIONS, SECONDS, ROUNDS = 64, 4, 5
WRITES_A_SECOND = 50
UNITS = {"us": 1e-3, "ms": 1, "s": 1000}


class Hello:
    def __init__(self):
        self.process = subprocess.Popen([str(BIN / "hello-benchmark")], stdout=subprocess.PIPE, text=True)
        self.base = self.process.stdout.readline().strip()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def load(url, key=None, seconds=SECONDS):
    """wrk's requests a second, and its median and 99th percentile in milliseconds."""
    header = ["-H", f"Authorization: Bearer {key}"] if key else []
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *header, url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        sys.exit(f"{url}:\n{text}")

    def latency(percentile):
        number, unit = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)", text).groups()
        return float(number) * UNITS[unit]

    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), latency(50), latency(99)


@contextlib.contextmanager
def writing(server, workflow):
    """A client that changes a workflow again and again, in its own thread."""
    stop = threading.Event()

    def write():
        number = 0
        while not stop.wait(1 / WRITES_A_SECOND):
            server.call("PATCH", f"/api/workflows/{workflow}", {"description": f"Change {(number := number + 1)}"})

    thread = threading.Thread(target=write)
    thread.start()
    yield
    stop.set()
    thread.join()


def throughput(server, hello, workflow):
    targets = {
        "hello world": (hello.base + "/hello", None),
        "GET /workflows?limit=50": (server.base + "/api/workflows?limit=50", server.key),
        "GET /workflows/:id": (f"{server.base}/api/workflows/{workflow}", server.key),
    }
    for url, key in targets.values():
        load(url, key, 1)
    rounds = [{name: load(url, key) for name, (url, key) in targets.items()} for _ in range(ROUNDS)]
    for name in targets:
        rate, median, tail = (statistics.median(r[name][part] for r in rounds) for part in range(3))
        ratio = statistics.median(r[name][0] / r["hello world"][0] for r in rounds)
        print(
            f"{name}: {rate:,.0f} requests a second, {ratio:.2f} of hello world; "
            f"median {median:.2f} ms, p99 {tail:.2f} ms, {tail / median:.1f} times the median")


def memory(server, workflow, requests):
    url = f"{server.base}/api/workflows/{workflow}"
    made, seen = 0, [server.memory()]
    while made < requests:
        made += int(load(url, server.key, 5)[0] * 5)
        seen.append(server.memory())
    print(f"memory over {made:,} requests: {seen[0]:.0f} MB before, "
          f"{seen[len(seen) // 2]:.0f} MB in the middle, {seen[-1]:.0f} MB after")


with tempfile.TemporaryDirectory() as name:
    server, hello = Server(pathlib.Path(name) / "data"), Hello()
    print(f"idle, all plugins loaded: {server.memory():.0f} MB resident")
    for number in range(60):
        workflow = server.call("POST", "/api/workflows", {"name": f"Workflow {number}"})["id"]
    throughput(server, hello, workflow)
    print(f"while a client writes {WRITES_A_SECOND} times a second:")
    with writing(server, workflow):
        throughput(server, hello, workflow)
    if "--requests" in sys.argv:
        memory(server, workflow, int(sys.argv[sys.argv.index("--requests") + 1]))
    server.stop()
    hello.stop()
