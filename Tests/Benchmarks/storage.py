"""Reads and writes of one client, and of 64 at a time, on SQLite, on PostgreSQL and on the plugin of the tests.

    python3 Tests/Benchmarks/storage.py RELEASE_FOLDER [SERVER_SETTING...]

Then reads and writes through one, two and three servers of one PostgreSQL, and how long a write waits after the leader was
killed. Fails when of 64 clients the slowest hundredth waits five times as long as the median, as where threads wait for each
other. PostgreSQL runs as it does by default: what was answered is on the disk.
"""

import http.client
import json
import pathlib
import shutil
import statistics
import sys
import tempfile
import threading
import time

from server import BIN, Server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "PostgreSQL"))
from cluster import Cluster

CLIENTS, REQUESTS, MOST = 64, 40, 5


class Client:
    def __init__(self, server, key=None):
        self.connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=60)
        self.headers = {"authorization": f"Bearer {key or server.key}", "content-type": "application/json"}

    def call(self, method, path, body=None):
        start = time.perf_counter()
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status < 300, content
        return (time.perf_counter() - start) * 1000, json.loads(content)


def measure(name, server):
    """Milliseconds; returns whether the clients at once were served alike."""
    client = Client(server)
    ids = [client.call("POST", "/api/workflows", {"name": f"W{number}"})[1]["id"] for number in range(60)]

    def median(count, *request):
        return statistics.median(client.call(*request)[0] for _ in range(count))

    # Another query each time: no answer is kept.
    one = statistics.median(client.call("GET", f"/api/workflows/{ids[n % 60]}?n={n}")[0] for n in range(400))
    several = statistics.median(client.call("GET", f"/api/workflows?limit=50&n={n}")[0] for n in range(200))
    patch = statistics.median(
        client.call("PATCH", f"/api/workflows/{ids[0]}", {"description": f"d{n}"})[0] for n in range(200))
    times = []

    def work(number):
        client = Client(server)
        mine = [client.call("GET", f"/api/workflows/{ids[n % 60]}?n={number}.{n}")[0] for n in range(REQUESTS)]
        times.extend(mine[1:])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    times.sort()
    middle, late = statistics.median(times), times[int(len(times) * 0.99)]
    print(
        f"{name:11} GET by id {one:5.2f} ms, list of 50 {several:5.2f} ms, PATCH {patch:5.2f} ms; {CLIENTS} clients: "
        f"{CLIENTS * REQUESTS / seconds:5.0f} requests/s, median {middle:5.1f} ms, p99 {late:6.1f} ms", flush=True)
    return late < MOST * middle


def run(folder, name, *arguments):
    server = Server(folder / name, *arguments)
    try:
        return measure(name, server)
    finally:
        server.stop()


def share(name, servers):
    """Sixteen clients, a quarter of whose requests write, spread over the servers."""
    ids = [Client(servers[0]).call("POST", "/api/workflows", {"name": f"W{number}"})[1]["id"] for number in range(16)]
    times = []

    def work(number):
        client = Client(servers[number % len(servers)], servers[0].key)
        path = f"/api/workflows/{ids[number]}"
        mine = [
            client.call("PATCH", path, {"description": f"d{turn}"})[0] if turn % 4 == 0
            else client.call("GET", f"{path}?n={turn}")[0] for turn in range(80)]
        times.extend(mine[1:])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    times.sort()
    print(
        f"{name:11} 16 clients, a quarter writes: {16 * 80 / seconds:5.0f} requests/s, median "
        f"{statistics.median(times):5.1f} ms, p99 {times[int(len(times) * 0.99)]:6.1f} ms", flush=True)


def several(folder, cluster, *arguments):
    storage = ["--storage", "postgresql", f"--postgresql-url={cluster.database('several')}", *arguments]
    servers = [Server(folder / "server1", *storage)]
    try:
        share("1 server", servers)
        for number in (2, 3):
            data = folder / f"server{number}"
            data.mkdir(mode=0o700)
            for file in ("master.key", "initial-api-key"):
                shutil.copy(folder / "server1" / file, data)
            servers.append(server := Server(data, "--standby", *storage))
            while server_status(server) != 200:
                time.sleep(0.05)
            share(f"{number} servers", servers)
        servers[0].process.kill()
        start = time.perf_counter()
        while server_status(servers[1], "POST", "/api/workflows", '{"name": "after"}', servers[0].key) != 201:
            time.sleep(0.05)
        print(f"failover    {time.perf_counter() - start:.1f} s from the end of the leader to the next write", flush=True)
    finally:
        for server in servers:
            server.stop()


def server_status(server, method="GET", path="/api/ready", body=None, key=""):
    connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=60)
    connection.request(method, path, body, {"authorization": f"Bearer {key}", "content-type": "application/json"})
    return connection.getresponse().status


with tempfile.TemporaryDirectory() as scratch, Cluster(durable=True) as cluster:
    folder = pathlib.Path(scratch)
    alike = run(folder, "sqlite", *sys.argv[2:])
    alike &= run(
        folder, "postgresql", "--storage", "postgresql", f"--postgresql-url={cluster.database('bench')}", *sys.argv[2:])
    fixtures = folder / "fixtures"
    fixtures.mkdir()
    (fixtures / "libSQLStorageFixture.so").symlink_to(BIN / "libSQLStorageFixture.so")
    alike &= run(
        folder, "fixture", "--plugins", str(fixtures), "--plugin-isolation", "sqlstorage=inProcess", "--storage",
        "sqlfile", "--plugin-setting", f"sqlstorage.path={folder}/fixture.db", *sys.argv[2:])
    several(folder, cluster, *sys.argv[2:])
    sys.exit(not alike)
