"""A TCP load balancer of the tests: each connection goes to the next server that says it is ready."""

import http.client
import itertools
import socket
import threading
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Balancer:
    """Looks at `GET /api/ready` of each port several times a second."""

    def __init__(self, ports, interval=0.2):
        self.ports = ports
        self.interval = interval
        self.ready = []
        self.turn = itertools.count()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.ends = threading.Event()
        for work in (self.poll, self.accept):
            threading.Thread(target=work, daemon=True).start()

    def close(self):
        self.ends.set()
        self.listener.close()

    def poll(self):
        while not self.ends.is_set():
            self.ready = [port for port in self.ports if is_ready(port)]
            time.sleep(self.interval)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            ready = list(self.ready)
            for _ in ready:
                port = ready[next(self.turn) % len(ready)]
                try:
                    server = socket.create_connection(("127.0.0.1", port), timeout=2)
                except OSError:
                    continue
                server.settimeout(None)
                threading.Thread(target=copy, args=(client, server), daemon=True).start()
                copy(server, client)
                client.close()
                server.close()
                return
            time.sleep(0.05)
        client.close()


def copy(source, target):
    try:
        while content := source.recv(65536):
            target.sendall(content)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def is_ready(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
