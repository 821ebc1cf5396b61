"""A Debian 12 in a folder: what runs in it sees no other files, and the loopback of this process alone."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request


def apart(prepare):
    """Prepares with the network, then runs this program again without one; comes back there only."""
    if os.environ.get("INSIDE") == "1":
        return
    prepare()
    inside = ["unshare", "--mount", "--net", "--fork", "--pid", "--mount-proc", "--kill-child"]
    command = [*inside, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv]
    sys.exit(subprocess.run(command, env=os.environ | {"INSIDE": "1"}).returncode)


class Machine:
    def __init__(self, root):
        self.root = pathlib.Path(root)

    @classmethod
    def made(cls, base, packages):
        """Bootstraps it where it is not there yet, with the network of the machine around."""
        if not (base / "etc/debian_version").exists():
            include = ["--include", ",".join(packages)] if packages else []
            command = ["debootstrap", "--variant=minbase", *include, "bookworm", str(base), "http://deb.debian.org/debian"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return cls(base)

    def copy(self, folder):
        """One of its own for a test, which changes it."""
        if folder.exists():
            shutil.rmtree(folder)
        subprocess.run(["cp", "-a", str(self.root), str(folder)], check=True)
        for source, target in [("proc", "proc"), ("/dev", "dev")]:
            kind = ["-t", "proc", source] if source == "proc" else ["--rbind", source]
            subprocess.run(["mount", *kind, str(folder / target)], check=True)
        return Machine(folder)

    def command(self, *command, user=None):
        who = ["--userspec", f"{user}:{user}"] if user else []
        # Nothing of the environment around: a service has none either.
        variables = ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
        return ["chroot", *who, str(self.root), *variables, *[str(part) for part in command]]

    def run(self, *command, user=None, status=0):
        done = subprocess.run(self.command(*command, user=user), capture_output=True, text=True)
        if done.returncode != status:
            raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def path(self, inside):
        return self.root / inside.lstrip("/")


class Server:
    """A server in the machine, and a client of it."""

    URL = "http://127.0.0.1:8787"

    def __init__(self, machine, *command, user=None):
        self.log = machine.path("/tmp/serve.log")
        self.process = subprocess.Popen(
            machine.command(*command, user=user), stdout=open(self.log, "w"), stderr=subprocess.STDOUT
        )
        self.until_ready()

    def until_ready(self):
        for _ in range(1800):
            try:
                if self.call("GET", "/api/ready")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"The server did not become ready:\n{self.log.read_text()}")

    def call(self, method, path, body=None, key=None):
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {key}"} if key else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.URL + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def stop(self):
        self.process.terminate()
        assert self.process.wait(180) == 0, self.log.read_text()


class Client:
    """With the key of the first start."""

    def __init__(self, server, data):
        self.server = server
        self.key = (data / "initial-api-key").read_text().strip()

    def __call__(self, method, path, body=None):
        status, answer = self.server.call(method, path, body, self.key)
        if status >= 300:
            raise AssertionError(f"{method} {path}: {status} {answer}\n{self.server.log.read_text()}")
        return answer

    def deploy(self, nodes):
        """A workflow of nodes in a row, deployed to the local connection."""
        local = next(c["id"] for c in self("GET", "/api/connections")["data"] if c["provider"] == "local")
        workflow = self("POST", "/api/workflows", {"name": "Main job"})["id"]
        edges = [
            {"id": f"e{i}", "source": a["id"], "target": b["id"]} for i, (a, b) in enumerate(zip(nodes, nodes[1:]))
        ]
        metadata = {"name": "Main job", "version": 1}
        ir = {"metadata": metadata, "entryNodeId": nodes[0]["id"], "nodes": nodes, "edges": edges}
        self("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        self("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": local})
        return workflow, local

    def trigger(self, workflow, local):
        body = {"connectionId": local, "params": {"name": "Ada"}}
        return f"/api/workflows/{workflow}/runs/" + self("POST", f"/api/workflows/{workflow}/trigger", body)["id"]

    def until(self, run, *statuses):
        for _ in range(1800):
            state = self("GET", run)
            if state["status"] in statuses:
                return state
            time.sleep(0.1)
        raise AssertionError(f"The run does not come to {statuses}: {state}\n{self.server.log.read_text()}")


def node(id, type, data):
    return {
        "id": id, "type": type, "name": id.capitalize(), "version": "1.0.0", "provider": "cloudflare",
        "position": {"x": 0, "y": 0}, "data": data,
    }
