"""Installs a release in a Debian 12 without a network, and works with it: `python3 run.py DIST FOLDER [MB]`. As root.

DIST has what `make dist` and `make deb` make; FOLDER keeps the bootstrapped Debian between runs. MB is what the newest
libraries of all nodes have together at most.
"""

import pathlib
import re
import shutil
import subprocess
import sys

from machine import Client, Machine, Server, apart, node

# The programs that the package's dependencies bring; apt would fetch them.
DEPENDENCIES = ["adduser", "ca-certificates", "libpcre2-8-0", "libsqlite3-0", "libstdc++6", "zlib1g"]
GREETING = [node("pause", "sleep", {"duration": "1 second"}), node("greet", "step", {"code": "return `Hello, ${event.payload.name}`;"})]
WAITING = [
    node("wait", "wait_for_event", {"eventType": "go", "timeout": "1 hour"}),
    node("greet", "step", {"code": "return 'Went on';"}),
]


def main_job(server, data):
    """From an empty folder to a run that is complete, with a node of the registry."""
    api = Client(server, data)
    offered = api("GET", "/api/marketplace?limit=100")["data"]
    assert len(offered) >= 68, f"{len(offered)} nodes"
    assert api("POST", "/api/marketplace/install", {"nodeId": "slack"})["nodeId"] == "slack"
    state = api.until(api.trigger(*api.deploy(GREETING)), "complete", "errored")
    assert state["output"] == "Hello, Ada", state
    page = server.log.read_text()
    assert "68 to install" in page and "millrace doctor" in page, page
    return api


def start_waiting(api):
    run = api.trigger(*api.deploy(WAITING))
    api.until(run, "waiting")
    return run


def go_on(server, data, run):
    api = Client(server, data)
    api("POST", f"{run}/events", {"type": "go", "payload": {}})
    state = api.until(run, "complete", "errored")
    assert state["output"] == "Went on", state


def age(data):
    """Takes the last migration of the journal back, as if an earlier version had written it."""
    script = """
        DELETE FROM grdb_migrations WHERE identifier = 'checksums'; DELETE FROM schemaVersion WHERE name = 'checksums';
        ALTER TABLE instance DROP COLUMN checksum; ALTER TABLE step DROP COLUMN checksum;
    """
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, data / "plugins/local/journal.sqlite", script], check=True)


def archive(base, dist, folder, limit):
    machine = base.copy(folder)
    packed = next(dist.glob("millrace-*-linux-*.tar.gz"))
    shutil.copy(packed, machine.path("/opt"))
    machine.run("tar", "-xzf", f"/opt/{packed.name}", "-C", "/opt")
    prefix = "/opt/" + packed.name.removesuffix(".tar.gz")
    version = machine.run(f"{prefix}/bin/millrace", "--version").strip()
    assert re.fullmatch(r"\d+\.\d+\.\d+ \((commit [0-9a-f]{12}|development build)\)", version), version
    machine.run("bash", "-n", f"{prefix}/share/bash-completion/completions/millrace")
    machine.path("/srv/work").mkdir(parents=True)
    # Named points are in debug builds only: this one would end the server at its first transaction.
    fault = machine.path("/srv/work/fault")
    fault.write_text("storage.commit kill")
    serve = ["sh", "-c", f"cd /srv/work && FAULT_FILE=/srv/work/fault exec {prefix}/bin/millrace serve"]
    server, data = Server(machine, *serve), machine.path("/srv/work/millrace-data")
    run = start_waiting(main_job(server, data))
    server.stop()
    assert fault.exists(), "A release has named points"
    # A second prefix in place of the first, over data of an older schema.
    age(data)
    machine.path(prefix).rename(machine.path("/opt/new"))
    serve[-1] = "cd /srv/work && exec /opt/new/bin/millrace serve"
    server = Server(machine, *serve)
    go_on(server, data, run)
    assert list((data / "plugins/local/before-upgrade").glob("journal-*.sqlite"))
    server.stop()
    print("The nodes:", nodes(machine.path("/opt/new/share/millrace/registry"), limit))
    doctor = machine.run("sh", "-c", "cd /srv/work && /opt/new/bin/millrace doctor")
    for part in ["providers", "deno", "esbuild", "registry", "console", "documentation", "database", "keys", "runs"]:
        assert f"ok  {part}: " in doctor, doctor
    return f"{packed.stat().st_size / 1e6:.0f} MB packed, {size(machine.path('/opt/new')) / 1e6:.0f} MB unpacked"


def package(base, dist, folder):
    machine = base.copy(folder)
    first = next(dist.glob("millrace_*.deb"))
    shutil.copy(first, machine.path("/tmp/first.deb"))
    machine.run("dpkg", "-i", "/tmp/first.deb")
    data, settings = machine.path("/var/lib/millrace"), machine.path("/etc/millrace/millrace.env")
    owner = machine.run("stat", "-c", "%U %a", "/var/lib/millrace").strip()
    assert owner == "millrace 700", owner
    serve = ["env", "MILLRACE_DATA=/var/lib/millrace", "/usr/bin/millrace", "serve"]
    server = Server(machine, *serve, user="millrace")
    run = start_waiting(main_job(server, data))
    server.stop()
    settings.write_text(settings.read_text() + "MILLRACE_LOG_LEVEL=warning\n")
    second = later(machine, first)
    machine.run("dpkg", "-i", "--force-confold", second)
    assert "MILLRACE_LOG_LEVEL" in settings.read_text()
    server = Server(machine, *serve, user="millrace")
    go_on(server, data, run)
    server.stop()
    machine.run("dpkg", "-r", "millrace")
    assert (data / "master.key").exists() and settings.exists() and not machine.path("/usr/bin/millrace").exists()
    assert "master key" in machine.run("dpkg", "-P", "millrace")
    assert (data / "master.key").exists() and not settings.exists()
    return f"{first.stat().st_size / 1e6:.0f} MB"


def later(machine, first):
    """The same package under a later version."""
    root = machine.path("/tmp/later")
    subprocess.run(["dpkg-deb", "-R", first, root], check=True)
    control = root / "DEBIAN/control"
    control.write_text(re.sub(r"^Version: (.*)$", r"Version: \1+later", control.read_text(), flags=re.M))
    subprocess.run(["dpkg-deb", "-b", "-Znone", root, machine.path("/tmp/second.deb")], check=True, stdout=subprocess.DEVNULL)
    return "/tmp/second.deb"


def nodes(registry, limit):
    """How large the libraries of a registry are. `limit` is in MB, for the newest version of each node together."""
    versions = {}
    for library in registry.glob("*/*/*/plugin.so"):
        number = tuple(map(int, library.parts[-3].split(".")))
        versions.setdefault(library.parts[-4], {})[number] = library.stat().st_size
    newest = [sizes[max(sizes)] for sizes in versions.values()]
    every = [size for sizes in versions.values() for size in sizes.values()]
    figures = f"{len(newest)} nodes, {sum(newest) / 1e6:.1f} MB; {len(every)} versions, {sum(every) / 1e6:.1f} MB"
    assert newest and (limit is None or sum(newest) < limit * 1e6), figures
    return figures


def size(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


if __name__ == "__main__":
    dist, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()

    def prepare():
        Machine.made(folder / "plain", [])
        Machine.made(folder / "with-dependencies", DEPENDENCIES)

    apart(prepare)
    with_dependencies = Machine(folder / "with-dependencies")
    # Of a debug build there is none.
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else None
    print("The archive:", archive(Machine(folder / "plain"), dist, folder / "archive", limit))
    print("The package:", package(with_dependencies, dist, folder / "package"))
