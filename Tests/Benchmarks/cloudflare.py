"""What a deploy to Cloudflare costs besides the API's own time, and how many of its calls follow on each other.

    python3 Tests/Benchmarks/cloudflare.py RELEASE_FOLDER

Against the emulator of the tests, whose every call is made to take LATENCY milliseconds, as a call over the network
does: what is not spent in calls is ours.
"""

import datetime
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from server import BIN, Server

LATENCY = 60
DEPLOYS = 20
ACCOUNT = "0123456789abcdef0123456789abcdef"
DOCUMENT = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/workflows/saga-booking.json"


class Emulator:
    def __init__(self, folder):
        log = folder / "emulator.log"
        self.process = subprocess.Popen(
            [BIN / "cloudflare-emulator", "--data", str(folder / "emulator")], stdout=open(log, "w"),
            stderr=subprocess.STDOUT)
        while not (found := re.search(r"Listening on (\S+)", log.read_text())):
            if self.process.poll() is not None:
                sys.exit(log.read_text())
            time.sleep(0.005)
        self.base = found.group(1)

    def control(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.base}/__emulator/{path}", method=method, data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def calls(self):
        """Beginning and end of every call, in milliseconds, by beginning."""
        spans = []
        for call in self.control("GET", "calls"):
            start = datetime.datetime.fromisoformat(call["startedAt"].replace("Z", "+00:00")).timestamp() * 1000
            spans.append((start, start + call["milliseconds"], f"{call['method']} {call['path']}"))
        return sorted(spans)


def busy(spans):
    """Milliseconds in which at least one call was under way."""
    total, end = 0, 0
    for start, stop, _ in spans:
        total += max(0, stop - max(start, end))
        end = max(end, stop)
    return total


def rounds(spans):
    """The calls that follow on each other: each began when the one before had ended."""
    chain, end = [], 0
    for span in sorted(spans, key=lambda span: span[1]):
        # The log's beginnings are whole milliseconds.
        if span[0] >= end - 1:
            chain.append(span)
            end = span[1]
    return chain


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        emulator = Emulator(folder)
        server = Server(folder / "data", "--plugin-setting", f"cloudflare.API_URL={emulator.base}/client/v4")
        try:
            measure(emulator, server)
        finally:
            server.stop()
            emulator.process.terminate()
            emulator.process.wait()


def measure(emulator, server):
    connection = server.call("POST", "/api/connections", {
        "provider": "cloudflare", "name": "Benchmark",
        "credentials": {"apiToken": "emulator-token", "accountId": ACCOUNT}})["id"]
    workflow = server.call("POST", "/api/workflows", {"name": "Benchmark"})["id"]
    document = json.loads(DOCUMENT.read_text())
    versions = []
    for flight in ("F1", "F2"):
        text = json.dumps(document).replace("return 'F1';", f"return '{flight}';")
        versions.append(server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": json.loads(text)})["id"])
    emulator.control("POST", "faults", {"path": "**", "times": None, "effect": "delay", "milliseconds": LATENCY})

    def deploy(version):
        emulator.control("DELETE", "calls")
        start = time.perf_counter()
        deployment = server.call(
            "POST", f"/api/workflows/{workflow}/deploy", {"connectionId": connection, "versionId": version})
        seconds = time.perf_counter() - start
        assert deployment["status"] == "active", deployment
        return seconds * 1000, emulator.calls()

    _, first = deploy(versions[1])
    overheads, walls, spans = [], [], []
    for index in range(DEPLOYS):
        wall, spans = deploy(versions[index % 2])
        walls.append(wall)
        overheads.append(wall - busy(spans))
    overheads.sort()
    print(f"A deploy to Cloudflare, with {LATENCY} ms a call ({DEPLOYS} deploys)")
    print(f"  whole             {statistics.median(walls):7.1f} ms")
    print(f"  besides the API   {statistics.median(overheads):7.1f} ms median, {overheads[-1]:.1f} ms most")
    for name, calls in (("first deploy", first), ("later deploy", spans)):
        chain = rounds(calls)
        print(f"  {name:<17} {len(calls):4} API calls, {len(chain)} on the critical path:")
        for _, _, call in chain:
            print(f"    {call.replace(ACCOUNT, ':account')}")
    unchanged, calls = deploy(versions[(DEPLOYS - 1) % 2])
    print(f"  without a change  {unchanged:7.1f} ms, {len(calls)} API calls, {len(rounds(calls))} on the critical path")
    if statistics.median(overheads) > 60:
        sys.exit("The overhead of a deploy is more than 60 ms.")


main()
