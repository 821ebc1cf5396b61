"""A TCP proxy of the tests that keeps what clients have sent, as somebody on the network could."""

import http.client
import io
import socket
import threading

from balancer import copy


class Recorder:
    """Forwards connections to a port, which may change hands meanwhile."""

    def __init__(self, port):
        self.port = port
        self.sent = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.port), timeout=2)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        recorded = bytearray()
        self.sent.append(recorded)
        threading.Thread(target=copy, args=(Tap(client, recorded), server), daemon=True).start()
        copy(server, client)
        client.close()
        server.close()

    def requests(self):
        """The head and the bytes of each request that has arrived as a whole."""
        for recorded in list(self.sent):
            stream = io.BytesIO(bytes(recorded))
            while True:
                begin = stream.tell()
                line = stream.readline()
                if not line.endswith(b"\r\n"):
                    break
                try:
                    headers = http.client.parse_headers(stream)
                except http.client.HTTPException:
                    break
                length = int(headers.get("content-length", 0))
                if len(stream.read(length)) < length:
                    break
                yield line, headers, bytes(recorded)[begin:stream.tell()]

    def replay(self, content):
        """The status and the body of the response to a request that was recorded."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(content)
            response = http.client.HTTPResponse(connection)
            response.begin()
            return response.status, response.read()


class Tap:
    """A socket whose content is kept as it is read."""

    def __init__(self, connection, recorded):
        self.connection = connection
        self.recorded = recorded

    def recv(self, size):
        content = self.connection.recv(size)
        self.recorded += content
        return content

    def shutdown(self, how):
        self.connection.shutdown(how)
