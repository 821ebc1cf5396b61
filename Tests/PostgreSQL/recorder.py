"""A TCP proxy of the tests that keeps what clients have sent, as somebody on the network could."""

import http.client
import io
import socket

from proxy import Proxy, connected


class Recorder(Proxy):
    """Forwards connections to a port, which may change hands meanwhile."""

    def __init__(self, port):
        self.port = port
        self.sent = []
        super().__init__()

    def connect(self):
        return connected(self.port)

    def source(self, client):
        recorded = bytearray()
        self.sent.append(recorded)
        return Tap(client, recorded)

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
