"""Holds a real server to its OpenAPI description with schemathesis: everything a key may do, then what only people may.

    python3 Tests/Fuzz/fuzz.py MILLRACE TOOLS [--examples N] [--seed N]
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

CONFIGURATION = pathlib.Path(__file__).resolve().parent / "schemathesis.toml"
PASSWORD = "a password of the fuzz run"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("millrace", type=pathlib.Path)
    parser.add_argument("tools", type=pathlib.Path, help="where schemathesis is installed")
    parser.add_argument("--examples", type=int, default=10, help="requests of each kind an endpoint")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Server:
    """A server of its own, with an owner who can sign in."""

    def __init__(self, millrace, data):
        self.data = data
        self.log = data / "server.log"
        data.mkdir()
        # Nobody listens there: what is asked of an account is refused at once, and no request leaves this machine.
        nobody = {"CLOUDFLARE_API_URL": "http://127.0.0.1:9", "CLOUDFLARE_API_DEADLINE": "1"}
        environment = {**os.environ, **{f"MILLRACE_{name}": value for name, value in nobody.items()}}
        self.process = subprocess.Popen(
            [millrace, "serve", "--data", data, "--port", "0", "--rate-limit", "none", "--log-level", "error"],
            stdout=self.log.open("w"), stderr=subprocess.STDOUT, env=environment)
        while not (found := re.search(r"http://(127\.0\.0\.1:\d+)", self.log.read_text())):
            if self.process.poll() is not None:
                sys.exit(self.log.read_text())
            time.sleep(0.05)
        self.host = found.group(1)
        self.base = f"http://{self.host}"
        self.key = (data / "initial-api-key").read_text().strip()
        subprocess.run(
            [millrace, "people", "set-password", "owner@localhost", "--data", data], input=PASSWORD, text=True,
            check=True, capture_output=True)

    def session(self):
        client = http.client.HTTPConnection(self.host)
        body = json.dumps({"email": "owner@localhost", "password": PASSWORD})
        client.request("POST", "/api/auth/sign-in", body, {"Content-Type": "application/json"})
        return client.getresponse().getheader("Set-Cookie").split(";")[0].split("=", 1)[1]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def fuzz(options, server, name, scheme, secret, *selection):
    """Who asks is told as the description has it, so that requests without it can be tried, too."""
    print(f"Fuzzing {name}", flush=True)
    config = server.data / "schemathesis.toml"
    field = "bearer" if scheme == "apiKey" else "api_key"
    config.write_text(f'{CONFIGURATION.read_text()}\n[auth.openapi.{scheme}]\n{field} = "{secret}"\n')
    return subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", config, "run",
            f"{server.base}/api/openapi.json", "--checks", "all", "--max-examples", str(options.examples), "--seed",
            str(options.seed), "--continue-on-failure", "--no-color", "--warnings", "off", "--header", f"Origin: {server.base}",
            *selection,
        ], env={**os.environ, "PYTHONPATH": str(options.tools.resolve())}, cwd=server.data).returncode


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="millrace-fuzz-") as folder:
        server = Server(options.millrace.resolve(), pathlib.Path(folder) / "data")
        try:
            # What asks a provider about an account needs one: the emulated account's tests do that.
            excluded = "/api/(plugins/|auth/sign-out|resources/|connections/verify-token)"
            key = ("apiKey", server.key)
            session = ("session", server.session())
            people = "/api/(api-keys|organizations|members|invitations|audit-log|auth/session)"
            codes = [
                fuzz(options, server, "with a key", *key, "--exclude-path-regex", excluded),
                fuzz(options, server, "in a session", *session, "--include-path-regex", people),
                # Last what takes something away from the others: a plugin that is turned off, a session that is ended.
                fuzz(options, server, "plugins", *key, "--include-path-regex", "/api/plugins/"),
                fuzz(options, server, "the end of a session", *session, "--include-path-regex", "/api/auth/sign-out"),
            ]
            log = server.log.read_text()
            if "failed:" in log:
                print(log, file=sys.stderr)
            sys.exit(max(codes))
        finally:
            server.stop()


main()
