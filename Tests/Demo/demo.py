"""The main job, seen from outside: start a server, post a workflow, deploy it here, run it with a real order."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

from client import Client
from services import orders, slack

ROOT = pathlib.Path(__file__).resolve().parents[2]
SLACK_TOKEN = "xoxb-demo-token"
ORDER = {
    "orderId": "A-1042",
    "customer": {"name": "Ada Lovelace"},
    "items": [{"sku": "loom", "quantity": 1, "price": 120}, {"sku": "thread", "quantity": 4, "price": 2.5}],
}


def start_server(executable, data):
    """Starts the server on a free port; returns the process and its address."""
    log = open(data / "server.log", "w")
    server = subprocess.Popen(
        [executable, "serve", "--data", str(data), "--port", "0", "--rate-limit", "none"],
        stdout=log,
        stderr=subprocess.STDOUT,
        # The demo's services are on this machine, which deployed code may not reach otherwise.
        env={**os.environ, "MILLRACE_LOCAL_ALLOW_PRIVATE": "1"},
    )
    for _ in range(600):
        found = re.search(r"http://127\.0\.0\.1:(\d+)", (data / "server.log").read_text())
        if found:
            return server, found.group(0)
        if server.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit("The server did not start:\n" + (data / "server.log").read_text())


def progress_line(stage, percent):
    bar = "█" * (percent // 5)
    end = "\n" if percent >= 100 else ""
    print(f"\r  {percent:3d}% {bar:<20} {stage:<20}", end=end, flush=True)


def deploy(api, workflow, connection):
    for name, value in api.events(f"/api/workflows/{workflow}/deploy-stream", {"connectionId": connection}):
        if name == "progress":
            progress_line(value["stage"], value["progress"])
            if value["stage"] == "FAILED":
                sys.exit("\n" + value["message"])
        elif name == "result":
            return value
    sys.exit("\nThe deploy ended without a result.")


def follow(api, workflow, run):
    status = None
    for _ in range(1200):
        state = api.call("GET", f"/api/workflows/{workflow}/runs/{run}")
        if state["status"] != status:
            status = state["status"]
            print(f"  {status}")
        if status in ("complete", "errored", "terminated"):
            return state
        time.sleep(0.05)
    sys.exit("The run did not end within a minute.")


def main(executable):
    order_service, slack_service = orders(), slack(SLACK_TOKEN)
    data = pathlib.Path(tempfile.mkdtemp(prefix="millrace-demo-"))
    server, base = start_server(executable, data)
    try:
        print(f"Server on {base}, data in {data}")
        api = Client(base, (data / "initial-api-key").read_text().strip())
        connection = next(c for c in api.call("GET", "/api/connections")["data"] if c["provider"] == "local")
        workflow = api.call("POST", "/api/workflows", {"name": "Order notification"})["id"]
        api.call(
            "PATCH",
            f"/api/workflows/{workflow}",
            {
                "envVars": [
                    {"name": "ORDERS_URL", "value": order_service.url, "isSecret": False},
                    {"name": "SLACK_API_URL", "value": slack_service.url, "isSecret": False},
                    {"name": "SLACK_BOT_TOKEN", "value": SLACK_TOKEN, "isSecret": True},
                ]
            },
        )
        ir = json.loads((ROOT / "Tests/Fixtures/workflows/order-notification.json").read_text())
        version = api.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        print(f"Workflow {workflow}, version {version['version']}, compiled")
        print("Deploying to this machine")
        deploy(api, workflow, connection["id"])
        run = api.call(
            "POST", f"/api/workflows/{workflow}/trigger", {"connectionId": connection["id"], "params": ORDER}
        )
        print(f"Run {run['id']}")
        state = follow(api, workflow, run["id"])
        if state["status"] != "complete":
            sys.exit(f"The run failed: {json.dumps(state.get('error'))}")
        print("Output\n" + json.dumps(state["output"], indent=2))
        for _, message in slack_service.requests:
            print(f"Slack got: {message['text']}")
        code = data / "order-notification.ts"
        code.write_text(api.call("GET", f"/api/workflows/{workflow}/versions/{version['id']}")["generatedCode"])
        print(f"The generated Worker: {code}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    print("Stopped")


main(sys.argv[1])
