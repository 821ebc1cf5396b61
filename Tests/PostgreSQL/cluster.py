"""A PostgreSQL server of the tests' own: in a scratch folder, on a socket in it, never as root, and gone afterwards.

    python3 Tests/PostgreSQL/cluster.py [--durable] COMMAND...

runs the command with MILLRACE_TEST_POSTGRESQL, the URL of a database, in its environment.
"""

import contextlib
import glob
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

# Debian makes this user with the package; PostgreSQL refuses to run as root.
USER = "postgres"
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}
# What a power cut costs is nothing to tests of programs that are killed.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def program(name):
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    path = found[-1] if found else shutil.which(name)
    if not path:
        raise SystemExit(f"{name} is not installed: apt-get install postgresql")
    return path


class Cluster:
    """A server, from `start` to `remove`; `stop` and `start` between them restart it."""

    def __init__(self, durable=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="millrace-postgresql-"))
        self.user = USER if os.getuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.data = self.folder / "data"
        self.settings = SETTINGS | ({} if durable else HASTE)
        self.process = None
        self.run(program("initdb"), "--pgdata", self.data, "--username", USER, "--auth", "trust", "--locale", "C",
                 "--encoding", "UTF8", "--no-sync", "--no-instructions")

    def run(self, *command):
        return subprocess.run(
            list(map(str, command)), check=True, cwd=self.folder, user=self.user, stdout=subprocess.PIPE, text=True,
            env=self.environment()).stdout

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C"}

    def start(self):
        options = [item for name, value in self.settings.items() for item in ("-c", f"{name}={value.strip(chr(39))}")]
        self.process = subprocess.Popen(
            [program("postgres"), "-D", self.data, "-k", self.folder, *options], cwd=self.folder, user=self.user,
            stdout=subprocess.DEVNULL, stderr=(self.folder / "log").open("a"), env=self.environment())
        for _ in range(3600):
            ready = subprocess.run(
                [program("pg_isready"), "-q", "-h", self.folder], cwd=self.folder, env=self.environment())
            if ready.returncode == 0:
                return self
            if self.process.poll() is not None:
                break
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        raise SystemExit((self.folder / "log").read_text())

    def stop(self, how=signal.SIGINT):
        """SIGINT ends its connections, too, and SIGQUIT at once, as a crash does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(180)

    def remove(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, statement, database="postgres"):
        return self.run(
            program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", USER, "-d",
            database, "-c", statement).strip()

    def database(self, name):
        """Makes a database, and returns its URL."""
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def url(self, database="postgres"):
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.remove()
            raise

    def __exit__(self, *_):
        self.remove()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    durable = arguments[:1] == ["--durable"]
    # A terminal's interrupt reaches the command, which ends; then the server is removed.
    with Cluster(durable) as cluster:
        environment = os.environ | {"MILLRACE_TEST_POSTGRESQL": cluster.url()}
        sys.exit(subprocess.run(arguments[durable:], env=environment).returncode)
