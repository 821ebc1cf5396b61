"""Lists of runs on PostgreSQL with as many runs as a large installation has.

    python3 Tests/Benchmarks/many_runs.py RELEASE_FOLDER [--runs N] [--organizations N] [--plans]

Fills a database of its own with N runs (ten million: some 14 GB and 15 minutes), times every list of runs with each of its
filters over HTTP, and deletes the database. `--plans` shows how the database executes each. Fails when a list takes more
than 20 ms (median) or 100 ms (mean), whatever the number of runs: each is read from one end of an index, also after its
statement was executed several times.
"""

import argparse
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
import urllib.parse

from server import Server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "PostgreSQL"))
from cluster import Cluster
from run_rows import RunRows

# Bytes of a run with its indexes, and of what the database writes besides while it makes them.
RUN, BESIDES = 1450, 2_000_000_000
MOST_MEDIAN, MOST_MEAN = 20, 100
TIMES, SECONDS = 100, 10


class Client:
    def __init__(self, server):
        self.connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=120)
        self.headers = {"authorization": f"Bearer {server.key}", "content-type": "application/json"}

    def get(self, path):
        """Milliseconds, and the response."""
        start = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        content = response.read()
        assert response.status == 200, (path, content)
        return (time.perf_counter() - start) * 1000, json.loads(content)


def iso(milliseconds):
    return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def lists(rows):
    """Name and path of each list, and whether it is one whose cost may grow with the number of runs."""
    large, small = rows.workflow(0), rows.workflow(50)
    version, rare_version = rows.id("v", 0), rows.names["rare_version"]
    connection, rare_connection = rows.id("c", 0), rows.names["rare_connection"]
    start, day = rows.names["start"], 24 * 3600 * 1000
    middle = f"createdAfter={iso(start + 40 * day)}&createdBefore={iso(start + 50 * day)}"
    filters = {
        "": "", "oldest first": "sort=createdAt", "40 to 50 days ago": middle,
        "status complete": "status=complete", "status paused": "status=paused",
        "status queued, running, waiting": "status=queued&status=running&status=waiting",
        "status paused, unknown": "status=paused&status=unknown", "status unknown": "status=unknown",
        "status errored, 40 to 50 days ago": f"status=errored&{middle}",
        "test": "test=true", "test, status errored": "test=true&status=errored",
        "connection": f"connectionId={connection}", "rare connection": f"connectionId={rare_connection}",
        "rare connection, status errored": f"connectionId={rare_connection}&status=errored",
    }
    yield from ((f"project, {name}", f"/api/runs?{query}") for name, query in filters.items())
    versions = {
        "version": f"versionId={version}", "rare version": f"versionId={rare_version}",
        "rare version, status errored": f"versionId={rare_version}&status=errored",
        "rare version, rare connection": f"versionId={rare_version}&connectionId={rare_connection}",
    }
    one = {"workflow": f"workflowId={large}", "workflow, status paused": f"workflowId={large}&status=paused",
           "small workflow": f"workflowId={small}"}
    yield from ((f"project, {name}", f"/api/runs?{query}") for name, query in (versions | one).items())
    for size, workflow in (("large", large), ("small", small)):
        for name, query in (filters | (versions if size == "large" else {})).items():
            yield f"{size} workflow, {name}", f"/api/workflows/{workflow}/runs?{query}"
    yield "workflows with their last runs", "/api/workflows?"


def others(rows):
    """What counts or searches, and so reads many rows."""
    large = rows.workflow(0)
    for name, path in (("project", "/api/runs"), ("large workflow", f"/api/workflows/{large}/runs")):
        yield f"{name}, text of the input", f"{path}?q=order%22:77"
        yield f"{name}, text of an id", f"{path}?q=01999"
    for days in (1, 7, 30):
        period = f"from={iso(time.time() * 1000 - days * 24 * 3600 * 1000)}"
        yield f"statistics of a project, {days} days", f"/api/stats?{period}"
        yield f"statistics of the large workflow, {days} days", f"/api/stats?{period}&workflowId={large}"


def measure(client, name, path, pages):
    """Requests differ, so that no kept response counts: the first ten pages one after the other, again and again.

    Returns whether it is slow."""
    times, cursor, turn, end = [], None, 0, time.monotonic() + SECONDS
    while len(times) < TIMES and (len(times) < 3 or time.monotonic() < end):
        turn += 1
        query = f"&n={turn}" + (f"&cursor={urllib.parse.quote(cursor)}" if cursor else "")
        took, content = client.get(path + query)
        times.append(took)
        cursor = content.get("nextCursor") if pages and turn % 10 else None
    rows = len(content.get("data", []))
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    print(f"{name:48} first {times[0]:7.1f} ms, median {middle:7.1f} ms, p99 {late:7.1f} ms  "
          f"({len(times)} requests, last {rows} rows)", flush=True)
    return middle > MOST_MEDIAN or statistics.mean(ordered) > MOST_MEAN


def show_plans(cluster, client, paths):
    """The plans that the database notes of each request; needs `auto_explain`."""
    log = cluster.folder / "log"
    for name, path in paths:
        place = log.stat().st_size
        client.get(f"{path}&n=plan")
        time.sleep(0.05)
        with log.open() as text:
            text.seek(place)
            for plan in re.split(r"\n(?=LOG:)", text.read()):
                if "runs" in plan:
                    print(f"--- {name}\n{plan}", flush=True)


def load(cluster, rows, folder, storage, plans):
    server = Server(folder / "server", *storage)
    try:
        client = Client(server)
        paths = list(lists(rows))
        if plans:
            show_plans(cluster, client, paths + list(others(rows)))
            return True
        run = client.get("/api/runs?limit=1")[1]["data"][0]["id"]
        measure(client, "a run by its id", f"/api/runs/{run}?", False)
        slow = [name for name, path in paths if measure(client, name, path, True)]
        for name, path in others(rows):
            measure(client, name, path, False)
        for status in ("complete", "errored"):
            start = time.perf_counter()
            count = cluster.sql(
                f"SELECT COUNT(*) FROM runs WHERE project_id = '{rows.names['project']}' AND status = '{status}' "
                "AND is_test = 0", "runs")
            print(f"counting for a job: {count} runs, {time.perf_counter() - start:.1f} s", flush=True)
        print("slow lists:", ", ".join(slow) or "none", flush=True)
        return not slow
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("release")
    parser.add_argument("--runs", type=int, default=10_000_000)
    parser.add_argument("--organizations", type=int, default=10_000)
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--keep", action="store_true", help="wait for a line on the standard input before the end")
    options = parser.parse_args()
    free, needed = shutil.disk_usage(tempfile.gettempdir()).free, options.runs * RUN + BESIDES
    if free < needed:
        sys.exit(f"{needed / 1e9:.0f} GB of disk are needed, and {free / 1e9:.0f} GB are free")
    # An interrupt removes the database, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cluster = Cluster()
    cluster.settings |= {
        "shared_buffers": "512MB", "max_wal_size": "512MB", "wal_level": "minimal", "max_wal_senders": "0"}
    if options.plans:
        cluster.settings |= {
            "log_min_messages": "log", "session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0",
            "auto_explain.log_analyze": "on", "auto_explain.log_buffers": "on", "auto_explain.log_timing": "off"}
    with tempfile.TemporaryDirectory() as scratch, cluster:
        folder = pathlib.Path(scratch)
        storage = ["--storage", "postgresql", f"--postgresql-url={cluster.database('runs')}"]
        # It makes the tables, the key and its project.
        Server(folder / "server", *storage).stop()
        rows = RunRows(lambda statement: cluster.sql(statement, "runs"), options.runs, options.organizations)
        begin = time.monotonic()
        rate = rows.fill()
        size, indexes = cluster.sql(
            "SELECT pg_table_size('runs') || ' ' || pg_indexes_size('runs')", "runs").split()
        print(f"{options.runs} runs of {options.organizations} organizations in {time.monotonic() - begin:.0f} s: rows "
              f"{int(size) / 1e9:.2f} GB, indexes {int(indexes) / 1e9:.2f} GB, "
              f"{(int(size) + int(indexes)) / options.runs:.0f} bytes a run; "
              f"{rate:.0f} rows a second inserted with all indexes; load {os.getloadavg()[0]:.1f}", flush=True)
        print(cluster.sql(
            "SELECT indexrelname || ' ' || pg_relation_size(indexrelid) / 1000000 || ' MB' FROM pg_stat_user_indexes "
            "WHERE relname = 'runs' ORDER BY pg_relation_size(indexrelid) DESC", "runs"), flush=True)
        alike = load(cluster, rows, folder, storage, options.plans)
        if options.keep:
            print(f"{cluster.url('runs')} {scratch}", flush=True)
            sys.stdin.readline()
        sys.exit(not alike)


if __name__ == "__main__":
    main()
