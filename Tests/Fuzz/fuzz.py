"""Holds a real server to its OpenAPI description with schemathesis: everything a key may do, then what only people may.
What is asked of a provider's account, the emulated one answers.

    [python3 Tests/PostgreSQL/cluster.py] python3 Tests/Fuzz/fuzz.py BUILT TOOLS [--examples N] [--seed N]

In a cluster of the tests the server keeps everything in a database of it.
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
import tomllib
import urllib.request

CONFIGURATION = pathlib.Path(__file__).resolve().parent / "schemathesis.toml"
PASSWORD = "a password of the fuzz run"
DATABASE = os.environ.get("MILLRACE_TEST_POSTGRESQL")
STORAGE = ["--storage", "postgresql"] if DATABASE else []


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("built", type=pathlib.Path, help="the folder of the server and the emulator")
    parser.add_argument("tools", type=pathlib.Path, help="where schemathesis is installed")
    parser.add_argument("--examples", type=int, default=10, help="requests of each kind an endpoint")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def environment():
    return os.environ | ({"MILLRACE_POSTGRESQL_URL": DATABASE} if DATABASE else {})


class Program:
    """Runs until it is stopped; what it prints says where it listens."""

    def __init__(self, log, *command):
        self.log = log
        self.process = subprocess.Popen(
            command, stdout=log.open("w"), stderr=subprocess.STDOUT, env=environment())
        while not (found := re.search(r"http://(127\.0\.0\.1:\d+)", log.read_text())):
            if self.process.poll() is not None:
                sys.exit(log.read_text())
            time.sleep(0.05)
        self.host = found.group(1)
        self.base = f"http://{self.host}"

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Server(Program):
    """A server of its own, with an owner who can sign in and a connection to the emulated account."""

    def __init__(self, millrace, folder, account):
        self.data = folder / "data"
        super().__init__(
            folder / "server.log", millrace, "serve", "--data", self.data, "--port", "0", "--rate-limit", "none", *STORAGE,
            # Whatever of this checkout's registry is built.
            "--registry", "none", "--log-level", "error", "--plugin-setting", f"cloudflare.API_URL={account.base}/client/v4")
        self.key = (self.data / "initial-api-key").read_text().strip()
        subprocess.run(
            [millrace, "people", "set-password", "owner@localhost", "--data", self.data, *STORAGE], input=PASSWORD,
            text=True, check=True, capture_output=True, env=environment())
        self.connection = self.connect("Emulated account")["id"]
        self.changed = self.connect("Changed account")["id"]

    def connect(self, name):
        client = http.client.HTTPConnection(self.host)
        credentials = {"accountId": "0123456789abcdef0123456789abcdef", "apiToken": "emulator-token"}
        body = {"name": name, "provider": "cloudflare", "credentials": credentials}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        client.request("POST", "/api/connections", json.dumps(body), headers)
        return json.load(client.getresponse())

    def session(self):
        client = http.client.HTTPConnection(self.host)
        body = json.dumps({"email": "owner@localhost", "password": PASSWORD})
        client.request("POST", "/api/auth/sign-in", body, {"Content-Type": "application/json", "Origin": self.base})
        return client.getresponse().getheader("Set-Cookie").split(";")[0].split("=", 1)[1]


def fuzz(options, server, name, scheme, secret, *selection):
    """Who asks is told as the description has it, so that requests without it can be tried, too."""
    print(f"Fuzzing {name}{' on PostgreSQL' if DATABASE else ''}", flush=True)
    config = server.data / "schemathesis.toml"
    field = "bearer" if scheme == "apiKey" else "api_key"
    text = CONFIGURATION.read_text().replace("CONNECTION", server.connection).replace("CHANGED", server.changed)
    config.write_text(f'{text}\n[auth.openapi.{scheme}]\n{field} = "{secret}"\n')
    return subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", config, "run",
            f"{server.base}/api/openapi.json", "--checks", "all", "--max-examples", str(options.examples), "--seed",
            str(options.seed), "--continue-on-failure", "--no-color", "--warnings", "off", "--header", f"Origin: {server.base}",
            *selection,
        ], env={**os.environ, "PYTHONPATH": str(options.tools.resolve())}, cwd=server.data).returncode


def require_known(server):
    """A rule for an endpoint that has another name now would be followed by none."""
    with urllib.request.urlopen(f"{server.base}/api/openapi.json") as response:
        paths = json.load(response)["paths"]
    known = {operation["operationId"] for path in paths.values() for operation in path.values()}
    rules = tomllib.loads(CONFIGURATION.read_text())["operations"]
    unknown = {name for rule in rules for name in rule.get("include-operation-id", [])} - known
    if unknown:
        sys.exit(f"{CONFIGURATION.name} names operations that do not exist: {', '.join(sorted(unknown))}")


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="millrace-fuzz-") as folder:
        folder, built = pathlib.Path(folder), options.built.resolve()
        account = Program(folder / "account.log", built / "cloudflare-emulator", "--data", folder / "account")
        server = Server(built / "millrace", folder, account)
        try:
            require_known(server)
            excluded = "/api/(plugins/|auth/sign-out)"
            key = ("apiKey", server.key)
            session = ("session", server.session())
            people = "/api/(api-keys|organizations|members|invitations|auth/session|credentials/(callback|[^/]+/authorize))"
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
            account.stop()


main()
