"""What the bookkeeping of runs costs: runs accepted and completed a second, commits a run, and pages of a long list.

    python3 Tests/Benchmarks/runs.py FOLDER [FOLDER] [--seconds N] [--clients N]

With two folders of builds their rounds take turns, so that what else the machine does meets both. Commits of the core are
those of its own database; the journal's are the provider's.
"""

import argparse
import asyncio
import json
import os
import pathlib
import re
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.request

import server as servers

ROUNDS, LISTED, PAGES = 3, 50_000, 60
os.environ["MILLRACE_LOCAL_PORT"] = "0"
DOCUMENT = {
    "metadata": {"name": "Bench", "version": 1, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"},
    "nodes": [{
        "id": "a", "type": "step", "name": "A", "position": {"x": 0, "y": 0}, "version": "1.0.0",
        "provider": "cloudflare", "data": {"code": "return 1;"}}],
    "edges": [], "entryNodeId": "a", "trigger": {"type": "manual"},
}


class Bench:
    def __init__(self, folder, data):
        servers.MILLRACE = str(pathlib.Path(folder).resolve() / "millrace")
        self.name, self.data, self.binary = folder, data, servers.MILLRACE
        self.server = servers.Server(data)
        connections = self.server.call("GET", "/api/connections")["data"]
        self.connection = next(c["id"] for c in connections if c["provider"] == "local")
        self.workflow = self.server.call("POST", "/api/workflows", {"name": "Bench"})["id"]
        self.server.call("POST", f"/api/workflows/{self.workflow}/versions", {"ir": DOCUMENT})
        self.server.call("POST", f"/api/workflows/{self.workflow}/deploy", {"connectionId": self.connection})
        self.rates, self.commits = [], []

    def fdatasyncs(self):
        """Of the core's database, by the server's own count; `None` where it has none."""
        request = urllib.request.Request(
            self.server.base + "/metrics", headers={"authorization": f"Bearer {self.server.key}"})
        found = re.search(r"^millrace_storage_commits_total (\S+)$", urllib.request.urlopen(request).read().decode(), re.M)
        return float(found.group(1)) if found else None

    async def trigger(self, end):
        port = int(self.server.base.rsplit(":", 1)[1])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        content = json.dumps({"connectionId": self.connection, "params": {}}).encode()
        head = (
            f"POST /api/workflows/{self.workflow}/trigger HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {self.server.key}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n").encode()
        count = 0
        while time.monotonic() < end:
            writer.write(head + content)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            length = next(int(line.split(": ")[1]) for line in lines if line.lower().startswith("content-length"))
            body = await reader.readexactly(length)
            if " 201 " not in lines[0]:
                sys.exit(f"{lines[0]} {body.decode()}")
            count += 1
        writer.close()
        return count

    async def round(self, clients, seconds):
        before, start = self.fdatasyncs(), time.monotonic()
        counts = await asyncio.gather(*(self.trigger(start + seconds) for _ in range(clients)))
        accepted = time.monotonic() - start
        for status in ("queued", "running"):
            while self.server.call("GET", f"/api/runs?limit=1&status={status}")["data"]:
                time.sleep(0.05)
                if time.monotonic() - start > seconds + 120:
                    return print(f"  {self.name}: runs stay {status}")
        total = time.monotonic() - start
        self.rates.append((sum(counts) / accepted, sum(counts) / total))
        if before is not None:
            self.commits.append((self.fdatasyncs() - before) / sum(counts))

    def pages(self):
        """Milliseconds of a page by filter, each of another place of the list: none is answered from memory."""
        self.server.stop()
        fill(self.data / "millrace.sqlite")
        servers.MILLRACE = self.binary
        self.server = servers.Server(self.data)
        print(f"  {self.name}: to reach 1.5 ms, whatever the filter")
        for name, path in filters(self.workflow, self.connection).items():
            times = []
            for page in range(PAGES):
                # Of the copies, a millisecond each: the last page begins behind the newest.
                cursor = f"x_2026-01-01T00:{page // 60:02}:{page % 60:02}.500Z"
                start = time.perf_counter()
                self.server.call("GET", f"{path}limit=50&cursor={cursor}")
                times.append((time.perf_counter() - start) * 1000)
            print(f"  {self.name}, {name}: {statistics.median(times):.2f} ms")


def filters(workflow, connection):
    """Every filter of the lists, of values that are common, rare and without runs, and two of them together."""
    period = "createdAfter=2026-01-01T00:00:10Z&createdBefore=2026-01-01T00:00:40Z"
    of_both = {
        "all": "", "oldest first": "sort=createdAt", "period": period, "status": "status=errored",
        "rare status": "status=paused", "unknown status": "status=unknown", "two statuses": "status=errored,paused",
        "all statuses": "status=queued,running,paused,waiting,complete,errored,terminated,unknown",
        "status, period": f"status=errored&{period}", "connection": f"connectionId={connection}",
        "rare connection": "connectionId=rare", "unused connection": "connectionId=unused",
        "connection, rare status": f"connectionId={connection}&status=paused",
        "rare connection, status": "connectionId=rare&status=errored", "rare version": "versionId=rare",
        "rare version, status": "versionId=rare&status=errored", "unused version": "versionId=unused",
        "rare version, connection": f"versionId=rare&connectionId={connection}",
        "rare version, rare connection": "versionId=rare&connectionId=rare", "tests": "test=true",
        "tests, status": "test=true&status=errored", "text (of the newest 10,000)": "q=zzz",
        "text, rare connection": "q=zzz&connectionId=rare"}
    of_project = {
        "workflow": f"workflowId={workflow}", "workflow, rare status": f"workflowId={workflow}&status=paused",
        "workflow, rare connection": f"workflowId={workflow}&connectionId=rare",
        "workflow, rare version": f"workflowId={workflow}&versionId=rare", "unknown workflow": "workflowId=unknown"}
    lists = {f"project, {name}": f"/api/runs?{query}&" for name, query in (of_both | of_project).items()}
    return lists | {
        f"workflow, {name}": f"/api/workflows/{workflow}/runs?{query}&" for name, query in of_both.items()}


def fill(path):
    """Copies of one run, over a minute: one in 50 errored, one in 5,000 paused, one in 1,000 of a rare version and connection."""
    database = sqlite3.connect(path)
    for name in ("rare", "unused"):
        copy(database, "connections", {"id": f"'{name}'", "name": f"'{name}'", "name_folded": f"'{name}'"}, "provider = 'local'")
        copy(database, "versions", {"id": f"'{name}'", "number": "(SELECT MAX(number) + 1 FROM versions)"}, "number = 1")
    copy(database, "deployments", {
        "id": "'rare'", "status": "'superseded'", "version_id": "'rare'", "connection_id": "'rare'"}, "status = 'active'")
    rare = {column: f"CASE WHEN n % 1000 = 7 THEN 'rare' ELSE {column} END"
            for column in ("version_id", "connection_id", "deployment_id")}
    copy(database, "runs", rare | {
        "id": "'run-' || n", "instance_id": "'instance-' || n", "created_at": "1767225600000 + n",
        "updated_at": "1767225600000 + n", "is_test": "0",
        "status": "CASE WHEN n % 5000 = 0 THEN 'paused' WHEN n % 50 = 0 THEN 'errored' ELSE 'complete' END"},
        "1 = 1", LISTED)
    database.commit()
    database.close()


def copy(database, table, changed, condition, count=1):
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    database.execute(
        f"""WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < {count})
        INSERT INTO {table} ({", ".join(columns)}) SELECT {", ".join(changed.get(column, column) for column in columns)}
        FROM counter, (SELECT * FROM {table} WHERE {condition} LIMIT 1)""")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        benches = [Bench(build, pathlib.Path(folder) / str(n)) for n, build in enumerate(options.folders)]
        for clients in (1, options.clients):
            for bench in benches:
                bench.rates, bench.commits = [], []
            for _ in range(ROUNDS):
                for bench in benches:
                    asyncio.run(bench.round(clients, options.seconds))
            print(f"Runs a second with {clients} clients: accepted; accepted and completed; commits of the core a run")
            for bench in benches:
                accepted, completed = (statistics.median(values) for values in zip(*bench.rates))
                commits = f"{statistics.median(bench.commits):.2f}" if bench.commits else "not counted"
                print(f"  {bench.name}: {accepted:.0f}; {completed:.0f}; {commits}", flush=True)
        print(f"A page of 50 among {LISTED:,} runs, with HTTP (median)")
        for bench in benches:
            bench.pages()
            bench.server.stop()


main()
