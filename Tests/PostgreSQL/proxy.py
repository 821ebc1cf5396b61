"""A TCP proxy of the tests."""

import socket
import threading


class Proxy:
    """Forwards each connection to the server that `connect` returns, until `close`."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def connect(self):
        """A connection to a server; `None` where there is none."""
        raise NotImplementedError

    def source(self, client):
        """What is forwarded of a client."""
        return client

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client:
            server = self.connect()
            if server is None:
                return
            with server:
                server.settimeout(None)
                threading.Thread(target=copy, args=(self.source(client), server), daemon=True).start()
                copy(server, client)


def connected(port):
    """A connection to a port of this machine; `None` where nobody listens."""
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=2)
    except OSError:
        return None


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
