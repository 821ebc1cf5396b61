"""The real server on PostgreSQL, and what happens to it.

    python3 Tests/PostgreSQL/test_server.py BIN [TEST ...]
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from cluster import Cluster
from millrace import BIN, PATIENCE, Server


class PostgreSQLTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(durable=True).start()
        cls.addClassCleanup(cls.cluster.remove)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = re.sub(r"\W", "_", self.id().split(".")[-1])
        self.url = self.cluster.database(self.database)
        self.servers = []
        self.addCleanup(lambda: [server.stop(signal.SIGKILL) for server in self.servers])

    def server(self, name="data", *arguments, **options):
        self.servers.append(server := Server(self.folder / name, self.url, *arguments, **options))
        return server

    def command(self, *arguments, url=None, stdin=None):
        return subprocess.run(
            [BIN / "millrace", *arguments], capture_output=True, text=True, timeout=PATIENCE, input=stdin,
            env={**os.environ, "MILLRACE_POSTGRESQL_URL": url or self.url})

    def test_everything_is_in_the_database_over_a_kill(self):
        server = self.server()
        made = {f"W{number}" for number in range(20)}
        for name in made:
            self.assertEqual(server.call("POST", "/api/workflows", {"name": name})[0], 201)
        server.stop(signal.SIGKILL)
        self.assertEqual(self.server().names(), made)
        self.assertFalse((self.folder / "data/millrace.sqlite").exists())

    def test_a_restart_of_the_database_loses_nothing(self):
        server = self.server()
        known, statuses, ends = set(), [], threading.Event()

        def work(number):
            turn = 0
            while not ends.is_set():
                turn += 1
                name = f"{number}.{turn}"
                status, _ = server.call("POST", "/api/workflows", {"name": name})
                statuses.append(status)
                if status == 201:
                    known.add(name)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        def more():
            """Waits until some more are made."""
            made, end = statuses.count(201), time.monotonic() + PATIENCE
            while statuses.count(201) < made + 10:
                if time.monotonic() > end:
                    ends.set()
                    self.fail(f"waited in vain for ten more workflows: {set(statuses)}")
                time.sleep(0.02)

        for how in (signal.SIGINT, signal.SIGQUIT):
            time.sleep(1)
            more()
            self.cluster.stop(how)
            time.sleep(0.5)
            self.cluster.start()
        more()
        ends.set()
        for thread in threads:
            thread.join()
        self.assertLessEqual(set(statuses), {201, 503}, set(statuses))
        self.assertGreater(statuses.count(201), 20)
        there = set(self.cluster.sql("SELECT name FROM workflows", self.database).split("\n"))
        self.assertEqual(known - there, set())
        # After the end all is well again.
        self.assertEqual(server.call("POST", "/api/workflows", {"name": "after"})[0], 201)

    def test_connections_that_are_cut_are_made_again(self):
        server = self.server()
        for _ in range(10):
            self.cluster.sql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}' "
                "AND pid <> pg_backend_pid()")
            self.assertEqual(server.call("GET", "/api/workflows")[0], 200)
            self.assertEqual(server.call("POST", "/api/workflows", {"name": "W"})[0], 201)

    def test_a_page_is_planned_for_its_values_and_other_reads_are_prepared(self):
        for setting in ("log_min_messages = 'log'", "log_statement = 'all'"):
            self.cluster.sql(f'ALTER DATABASE "{self.database}" SET {setting}')
        server = self.server()
        path = f"/api/workflows/{server.call('POST', '/api/workflows', {'name': 'W'})[1]['id']}"
        log = self.cluster.folder / "log"
        start = len(log.read_text())
        # Of a prepared statement the server takes one plan for all values from the sixth time on.
        for turn in range(10):
            self.assertEqual(server.call("GET", f"{path}?n={turn}")[0], 200)
            self.assertEqual(server.call("GET", f"{path}/runs?n={turn}")[0], 200)
        found = re.findall(r"LOG:  execute (\S+): (SELECT .*?)(?=\n\S+ \S+ \S+ \[\d+\] )", log.read_text()[start:], re.S)
        pages = {name for name, sql in found if "FROM runs" in sql and "LIMIT $" in sql}
        self.assertEqual(pages, {"<unnamed>"})
        reads = [name for name, sql in found if "FROM workflows" in sql and "LIMIT $" not in sql]
        self.assertGreaterEqual(len(reads), 20)
        self.assertNotIn("<unnamed>", reads)

    def test_a_database_that_cannot_be_written_is_507_and_read(self):
        server = self.server()
        self.cluster.sql(f'ALTER DATABASE "{self.database}" SET default_transaction_read_only = on')
        self.cluster.sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}' "
            "AND pid <> pg_backend_pid()")
        status, answer = server.call("POST", "/api/workflows", {"name": "W"})
        self.assertEqual((status, answer["code"]), (507, "storage.readOnly"))
        self.assertEqual(server.call("GET", "/api/workflows")[0], 200)

    def test_a_database_that_sorts_by_a_language_or_is_not_there_is_refused(self):
        missing = self.server("missing", waits=False)
        missing.stop()
        url = self.url
        self.url = self.cluster.url("nothing")
        other = self.server("other", waits=False)
        self.assertNotEqual(other.process.wait(PATIENCE), 0)
        self.assertIn("nothing", other.log.read_text())
        self.url = url

    def test_the_password_is_shown_nowhere(self):
        # The cluster trusts everybody: any password is right.
        secret = "p4ssw0rd-of-the-test"
        url = self.url.replace("postgres@", f"postgres:{secret}@")
        refused = self.command(
            "serve", "--data", str(self.folder / "refused"), "--port", "0", "--storage", "postgresql",
            f"--postgresql-url={url}", url="")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("command line", refused.stderr + refused.stdout)
        self.assertNotIn(secret, refused.stderr + refused.stdout)
        broken = self.command(
            "serve", "--data", str(self.folder / "broken"), "--port", "0", "--storage", "postgresql",
            url=f"postgresql://postgres:{secret}@[::1/x")
        self.assertNotEqual(broken.returncode, 0)
        self.assertNotIn(secret, broken.stderr + broken.stdout)
        self.url = url
        server = self.server("data", "--log-level", "debug")
        server.call("GET", "/api/plugins")
        self.assertNotIn(secret, server.log.read_text())
        self.assertNotIn(secret, json.dumps(server.call("GET", "/api/plugins")[1]))
        line = pathlib.Path(f"/proc/{server.process.pid}/cmdline").read_bytes()
        self.assertNotIn(secret.encode(), line)

    def test_an_installation_moves_over_and_back(self):
        data = self.folder / "data"
        sqlite = Server(data, "", "--storage", "sqlite")
        self.servers.append(sqlite)
        names = {f"Ärger {number}" for number in range(30)}
        for name in names:
            sqlite.call("POST", "/api/workflows", {"name": name})
        busy = self.command("storage", "copy", "--to", "postgresql", "--data", str(data))
        self.assertEqual(busy.returncode, 75, busy.stderr)
        sqlite.stop()
        moved = self.command("storage", "copy", "--to", "postgresql", "--data", str(data))
        self.assertEqual(moved.returncode, 0, moved.stderr)
        self.assertIn("workflows: 30 rows", moved.stdout)
        again = self.command("storage", "copy", "--to", "postgresql", "--data", str(data))
        self.assertNotEqual(again.returncode, 0)
        self.assertIn('is in the storage "postgresql"', again.stderr)
        (data / "millrace.sqlite").rename(self.folder / "old.sqlite")
        server = self.server()
        self.assertEqual(server.names(), names)
        found = server.call("GET", "/api/workflows?q=%C3%A4RGER%201&limit=100")[1]["data"]
        self.assertEqual(len(found), 11)
        server.stop()
        for file in data.glob("millrace.sqlite*"):
            file.unlink()
        back = self.command("storage", "copy", "--from", "postgresql", "--to", "sqlite", "--data", str(data))
        self.assertEqual(back.returncode, 0, back.stderr)
        sqlite = Server(data, "", "--storage", "sqlite")
        self.servers.append(sqlite)
        self.assertEqual(sqlite.names(), names)

    def test_tools_of_an_operator_work_on_it(self):
        server = self.server()
        server.call("POST", "/api/env-vars", {"name": "TOKEN", "value": "hidden", "isSecret": True})
        password = self.command(
            "people", "set-password", "owner@localhost", "--data", str(server.data), "--storage", "postgresql",
            stdin="a long password\n")
        self.assertEqual(password.returncode, 0, password.stderr)
        server.stop()
        rotated = self.command("keys", "rotate", "--data", str(server.data), "--storage", "postgresql")
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        server = self.server()
        self.assertEqual(server.call("GET", "/api/env-vars")[0], 200)
        data = str(server.data)
        for command in (["doctor", "--repair"], ["backup", str(self.folder / "refused")]):
            other = self.command(*command, "--data", data)
            self.assertEqual(other.returncode, 78, other.stderr)
            self.assertIn("--storage postgresql", other.stderr)
        copy = str(self.folder / "copy")
        backup = self.command("backup", copy, "--include-keys", "--data", data, "--storage", "postgresql")
        self.assertEqual(backup.returncode, 0, backup.stderr)
        self.assertIn("its own tools", backup.stdout)
        server.stop()
        doctor = self.command("doctor", "--repair", "--data", data, "--storage", "postgresql")
        self.assertEqual(doctor.returncode, 0, doctor.stdout + doctor.stderr)
        self.assertIn('in the storage "postgresql"', doctor.stdout)
        target = self.folder / "data-again"
        restored = self.command("restore", copy, "--data", str(target))
        self.assertEqual(restored.returncode, 0, restored.stderr)
        again = self.server("data-again")
        self.assertEqual(again.call("GET", "/api/env-vars")[0], 200)

    def test_a_copy_of_a_data_folder_is_another_server(self):
        one = self.server("one")
        shutil.copytree(self.folder / "one", self.folder / "copy", symlinks=True)
        second = self.server("copy", waits=False)
        self.assertNotEqual(second.process.wait(PATIENCE), 0)
        self.assertIn("--standby", second.log.read_text())
        self.assertEqual(one.call("POST", "/api/workflows", {"name": "W"})[0], 201)
        one.process.kill()
        one.process.wait()
        # The same folder goes on at once.
        again = self.server("one")
        self.assertEqual(again.names(), {"W"})

    def test_a_second_server_is_refused_with_the_name_of_the_first(self):
        self.server("one")
        second = self.server("two", waits=False)
        self.assertNotEqual(second.process.wait(PATIENCE), 0)
        self.assertIn("--standby", second.log.read_text())
        other = self.folder / "two"
        shutil.copy(self.folder / "one/master.key", other)
        refused = self.command("storage", "copy", "--from", "postgresql", "--to", "sqlite", "--data", str(other))
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("works on the database", refused.stderr)

    def standby(self):
        """A server, another one that waits for its end, and what the first was told is there."""
        one = self.server("one")
        (self.folder / "two").mkdir(0o700)
        for file in ("master.key", "initial-api-key"):
            shutil.copy(self.folder / "one" / file, self.folder / "two")
        two = self.server("two", "--standby", waits=False)
        while "Standing by" not in two.log.read_text():
            self.assertIsNone(two.process.poll(), two.log.read_text())
            time.sleep(0.05)
        names = {f"W{number}" for number in range(5)}
        for name in names:
            self.assertEqual(one.call("POST", "/api/workflows", {"name": name})[0], 201)
        return one, two, names

    def test_a_standby_takes_over_at_once_when_the_first_stops(self):
        one, two, names = self.standby()
        start = time.monotonic()
        self.assertEqual(one.stop(), 0)
        stopped = time.monotonic()
        two.wait()
        print(f"stopped in {stopped - start:.1f} s, taken over {time.monotonic() - stopped:.1f} s later")
        self.assertEqual(two.names(), names)

    def test_a_standby_takes_over_when_the_first_is_killed(self):
        one, two, names = self.standby()
        one.stop(signal.SIGKILL)
        start = time.monotonic()
        two.wait()
        print(f"taken over {time.monotonic() - start:.1f} s after a kill")
        self.assertIn("This server takes over.", two.log.read_text())
        self.assertEqual(two.names(), names)

    def test_a_server_that_was_paused_changes_nothing_any_more(self):
        one, two, names = self.standby()
        one.process.send_signal(signal.SIGSTOP)
        two.wait()
        self.assertEqual(two.call("POST", "/api/workflows", {"name": "new"})[0], 201)
        late = []

        def write():
            try:
                late.append(one.call("POST", "/api/workflows", {"name": "late"})[0])
            except OSError:
                late.append(503)

        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.5)
        one.process.send_signal(signal.SIGCONT)
        thread.join()
        self.assertEqual(late, [503])
        self.assertNotEqual(one.process.wait(PATIENCE), 0)
        self.assertEqual(two.names(), names | {"new"})

    def test_the_same_server_does_not_wait_after_a_kill(self):
        self.server().stop(signal.SIGKILL)
        # One that waits for the end of another says that it takes over.
        self.assertNotIn("takes over", self.server().log.read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
