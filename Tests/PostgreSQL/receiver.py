"""What servers under test send requests to: the fixture's provider and webhooks."""

import contextlib
import http.server
import json
import threading

from millrace import PATIENCE


class Receiver:
    """Notes the calls of the provider and the deliveries of webhooks.

    One that holds gives a call no response until it is closed.
    """

    def __init__(self, holds=False):
        self.hooks, self.calls = [], []
        self.reached, self.ends = threading.Event(), threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers["content-length"] or 0))
                if self.path == "/hook":
                    receiver.hooks.append((self.headers["millrace-delivery"], json.loads(content)["type"]))
                else:
                    receiver.calls.append(self.path)
                    receiver.reached.set()
                    if holds:
                        receiver.ends.wait(PATIENCE)
                with contextlib.suppress(OSError):
                    self.send_response(200)
                    self.send_header("content-length", "2")
                    self.end_headers()
                    self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.ends.set()
        self.server.shutdown()
        self.server.server_close()
