"""A thousand clients at once for half a minute: no answer of the server's own fault, and no write lost.

    python3 Tests/Benchmarks/load.py RELEASE_FOLDER [--clients N] [--seconds N]

Every client has a connection of its own and makes, renames and reads workflows. What was answered is compared with what
the server has after it was killed and started again.
"""

import argparse
import asyncio
import collections
import json
import pathlib
import resource
import sys
import tempfile
import time

from server import Server

CONNECTION_TRIES = 100


class Client:
    def __init__(self, number, server):
        self.number, self.server = number, server
        self.port = int(server.base.rsplit(":", 1)[1])
        # What this client was told is there, by id.
        self.known = {}
        self.statuses = collections.Counter()
        self.slowest = 0

    async def call(self, method, path, body=None):
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.server.key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n")
        start = time.perf_counter()
        self.writer.write(head.encode() + content)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        status = int(lines[0].split()[1])
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        answer = await self.reader.readexactly(int(headers.get("content-length", 0)))
        self.slowest = max(self.slowest, time.perf_counter() - start)
        self.statuses[status] += 1
        return status, json.loads(answer) if answer else None

    async def run(self, end):
        for _ in range(CONNECTION_TRIES):
            try:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
                break
            except OSError:
                await asyncio.sleep(0.05)
        turn = 0
        while time.monotonic() < end:
            turn += 1
            status, made = await self.call("POST", "/api/workflows", {"name": f"{self.number}.{turn}"})
            if status == 201:
                self.known[made["id"]] = made["name"]
                path = f"/api/workflows/{made['id']}"
                status, changed = await self.call("PATCH", path, {"name": f"{self.number}.{turn} again"})
                if status == 200:
                    self.known[made["id"]] = changed["name"]
                for _ in range(8):
                    status, read = await self.call("GET", path)
                    assert status != 200 or read["name"] == self.known[made["id"]], read
                await self.call("GET", "/api/workflows?limit=50")
        self.writer.close()


async def load(server, clients, seconds):
    end = time.monotonic() + seconds
    await asyncio.gather(*(client.run(end) for client in clients))


def stored(server):
    found, cursor = {}, ""
    while True:
        page = server.call("GET", f"/api/workflows?limit=100{cursor}")
        found |= {workflow["id"]: workflow["name"] for workflow in page["data"]}
        if not page["nextCursor"]:
            return found
        cursor = f"&cursor={page['nextCursor']}"


options = argparse.ArgumentParser()
options.add_argument("folder")
options.add_argument("--clients", type=int, default=1000)
options.add_argument("--seconds", type=int, default=30)
options = options.parse_args()
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * options.clients + 200)), hard))
with tempfile.TemporaryDirectory() as name:
    data = pathlib.Path(name) / "data"
    server = Server(data)
    clients = [Client(number, server) for number in range(options.clients)]
    asyncio.run(load(server, clients, options.seconds))
    server.process.kill()
    server.process.wait()
    server = Server(data)
    kept = stored(server)
    server.stop()
statuses = sum((client.statuses for client in clients), collections.Counter())
written = {id: name for client in clients for id, name in client.known.items()}
lost = [id for id, name in written.items() if kept.get(id) != name]
print(
    f"{options.clients} clients for {options.seconds} s: {sum(statuses.values()):,} answers {dict(statuses)}, "
    f"the slowest {max(client.slowest for client in clients):.1f} s; {len(written):,} workflows written, {len(lost)} lost")
sys.exit(1 if lost or any(status >= 400 for status in statuses) else 0)
