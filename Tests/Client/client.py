"""Holds the OpenAPI document of a real server to the standard and to the compiler, generates a Python client and TypeScript
types from it, and does the main job with nothing but those: a workflow, a version, a deploy to this machine and a run.

    python3 Tests/Client/client.py BUILT TOOLS
"""

import argparse
import importlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import documents

# What the generator may leave out: a value of any type, which it cannot describe.
ALLOWED = ["/api/resources/"]

DOCUMENT = {
    "metadata": {"name": "Generated", "version": 1}, "entryNodeId": "a", "edges": [], "nodes": [
        {"id": "a", "type": "step", "name": "A", "version": "1.0.0", "provider": "cloudflare",
         "position": {"x": 0, "y": 0}, "data": {"code": "return event.payload.number + 1;"}}],
}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("built", type=pathlib.Path, help="the folder of the server")
    parser.add_argument("tools", type=pathlib.Path, help="where the validator and the generator are installed")
    return parser.parse_args()


class Server:
    def __init__(self, millrace, folder):
        self.log = folder / "server.log"
        self.process = subprocess.Popen(
            [millrace, "serve", "--data", folder / "data", "--port", "0", "--rate-limit", "none"],
            stdout=self.log.open("w"), stderr=subprocess.STDOUT)
        while not (found := re.search(r"listens on (http://127\.0\.0\.1:\d+)", self.log.read_text())):
            if self.process.poll() is not None:
                sys.exit(self.log.read_text())
            time.sleep(0.05)
        self.base = found.group(1)
        self.key = (folder / "data" / "initial-api-key").read_text().strip()

    def document(self):
        with urllib.request.urlopen(f"{self.base}/api/openapi.json") as response:
            return json.load(response)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def validate(document):
    from openapi_spec_validator import validate as check
    check(document)
    print("The document is valid.")


def generate(document, folder, tools):
    """Fails for every endpoint and schema that the generator leaves out."""
    source = folder / "openapi.json"
    source.write_text(json.dumps(document))
    environment = {**os.environ, "PYTHONPATH": str(tools), "PATH": f"{tools / 'bin'}:{os.environ['PATH']}"}
    made = subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--path", source, "--output-path",
            folder / "generated", "--meta", "none",
        ], env=environment, text=True, capture_output=True)
    output = made.stdout + made.stderr
    left_out = re.findall(r"^(?:WARNING parsing|Unable to process schema) (.*?):?$", output, re.MULTILINE)
    wrong = [line for line in left_out if not any(path in line for path in ALLOWED)]
    if made.returncode or wrong:
        sys.exit(f"The client is not complete: {wrong}\n{output[-4000:]}")
    print("The client is generated.")


def main_job(server):
    client = importlib.import_module("generated.client").AuthenticatedClient(
        base_url=server.base, token=server.key, raise_on_unexpected_status=True)

    def call(area, name, /, *arguments, **members):
        function = importlib.import_module(f"generated.api.{area}.{name}").sync
        answer = function(*arguments, client=client, **members)
        if type(answer).__name__.endswith("Problem"):
            sys.exit(f"{name}: {answer.code} {answer.detail}")
        return answer

    def body(model, /, **members):
        models = importlib.import_module("generated.models")
        return getattr(models, model).from_dict(members)

    local = next(it for it in call("connections", "list_connections").data if it.provider == "local")
    workflow = call("workflows", "create_workflow", body=body("NewWorkflow", name="Generated"))
    call("versions", "create_version", workflow.id, body=body("NewVersion", ir=DOCUMENT))
    call("deployments", "deploy_version", workflow.id, body=body("DeployOrder", connectionId=str(local.id)))
    run = call(
        "runs", "trigger_run", workflow.id,
        body=body("Trigger", connectionId=str(local.id), params={"number": 41}))
    for _ in range(3600):
        run = call("runs", "get_run", workflow.id, run.id)
        if run.status.value in ("complete", "errored", "terminated"):
            break
        time.sleep(0.05)
    if run.status.value != "complete":
        sys.exit(f"The run is {run.status.value}: {run.error}")
    print("The run is complete:", run.output)


def typed_job(server, document, folder):
    """The same in TypeScript, which Deno checks against the generated types first."""
    root = pathlib.Path(__file__).resolve().parents[2]
    source = folder / "openapi.json"
    source.write_text(json.dumps(document))
    subprocess.run([sys.executable, root / "Core/Console/generate.py", source, folder / "types.ts"], check=True)
    shutil.copy(root / "Tests/Client/client.ts", folder)
    deno = os.environ.get("MILLRACE_LOCAL_DENO") or shutil.which("deno") or root / ".build/tools/bin/deno"
    address = server.base.removeprefix("http://")
    done = subprocess.run(
        [
            deno, "run", "--check", "--no-remote", "--no-config", f"--allow-net={address}",
            "--allow-env=MILLRACE_URL,MILLRACE_API_KEY", folder / "client.ts",
        ], env={**os.environ, "MILLRACE_URL": server.base, "MILLRACE_API_KEY": server.key})
    if done.returncode:
        sys.exit("The typed client failed.")


def main():
    options = arguments()
    tools = options.tools.resolve()
    with tempfile.TemporaryDirectory(prefix="millrace-client-") as folder:
        folder = pathlib.Path(folder)
        sys.path[:0] = [str(folder), str(tools)]
        server = Server(options.built.resolve() / "millrace", folder)
        try:
            document = server.document()
            validate(document)
            documents.hold(server, document)
            generate(document, folder, tools)
            main_job(server)
            typed_job(server, document, folder)
        finally:
            server.stop()


main()
