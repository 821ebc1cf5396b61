"""A PostgreSQL server, for pages that have one: its programs and `millrace` reach it by their usual variables."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "PostgreSQL"))

from cluster import USER, Cluster  # noqa: E402


class Database:
    def __init__(self):
        self.cluster = Cluster()
        try:
            self.cluster.start()
        except BaseException:
            self.stop()
            raise
        host = str(self.cluster.folder)
        self.environment = {
            "PGHOST": host,
            "PGUSER": USER,
            # A database of the user that the page makes.
            "MILLRACE_POSTGRESQL_URL": f"postgresql://millrace@/millrace?host={host}",
        }

    def stop(self):
        self.cluster.remove()
