"""A server for the tests of the console: with a data directory of its own, on a port that it keeps over restarts."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Demo"))

from ports import free_port  # noqa: E402

# After that long what does not come will not come, on a busy machine either.
PATIENCE = 180
NAME, EMAIL, PASSWORD = "Ada Lovelace", "ada@example.com", "correct horse battery"


class Server:
    def __init__(self, executable, console, *arguments):
        self.executable, self.console, self.arguments = executable, console, arguments
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="millrace-console-"))
        self.log = self.folder / "server.log"
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.start()

    def start(self):
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [self.executable, "serve", "--data", str(self.folder / "data"), "--port", str(self.port)]
                # Without the checkout's own registry, which may be built; an argument may name another one.
                + ["--registry", "none", "--console", self.console, "--rate-limit", "none",
                   # Vendors of the tests are on this machine, and send browsers back.
                   "--public-url", self.base, "--private-tokens", "--webhook-private", *self.arguments],
                stdout=log, stderr=subprocess.STDOUT,
                # The services of the tests are on this machine, which deployed code may not reach otherwise.
                env={**os.environ, "MILLRACE_LOCAL_ALLOW_PRIVATE": "1"})
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if "listens on" in self.log.read_text():
                return
            time.sleep(0.05)
        raise RuntimeError("The server did not start:\n" + self.log.read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)

    def restart(self):
        self.stop()
        self.start()

    @property
    def set_up_link(self):
        """The link of the first start; `None` once the owner has a password."""
        file = self.folder / "data/set-up-link"
        return file.read_text().strip() if file.exists() else None

    def set_up(self):
        """The owner's account, as the first page makes it."""
        token = self.set_up_link.split("#")[1]
        body = {"token": token, "name": NAME, "email": EMAIL, "password": PASSWORD}
        self.call("POST", "/api/auth/set-up", body, {"Authorization": "", "Origin": self.base})

    def call(self, method, path, body=None, headers=None):
        """A request with the first API key; returns the decoded response."""
        key = (self.folder / "data/initial-api-key").read_text().strip()
        data = None if body is None else json.dumps(body).encode()
        all_headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(
            self.base + path, data=data, method=method, headers={k: v for k, v in all_headers.items() if v})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.read().decode()}") from error
        return json.loads(text) if text else None
