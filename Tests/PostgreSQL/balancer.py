"""A TCP load balancer of the tests: each connection goes to the next server that says it is ready."""

import http.client
import itertools
import socket
import threading
import time

from proxy import Proxy, connected


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Balancer(Proxy):
    """Looks at `GET /api/ready` of each port several times a second."""

    def __init__(self, ports, interval=0.2):
        self.ports = ports
        self.interval = interval
        self.ready = []
        self.turn = itertools.count()
        self.ends = threading.Event()
        super().__init__()
        threading.Thread(target=self.poll, daemon=True).start()

    def close(self):
        self.ends.set()
        super().close()

    def poll(self):
        while not self.ends.is_set():
            self.ready = [port for port in self.ports if is_ready(port)]
            time.sleep(self.interval)

    def connect(self):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            ready = list(self.ready)
            for _ in ready:
                if server := connected(ready[next(self.turn) % len(ready)]):
                    return server
            time.sleep(0.05)
        return None


def is_ready(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
