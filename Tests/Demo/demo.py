"""The main job, seen from outside: start a server, install nodes from a registry, post a workflow, deploy it here, run it."""

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
from services import orders, slack, stripe

ROOT = pathlib.Path(__file__).resolve().parents[2]
SLACK_TOKEN = "xoxb-demo-token"
STRIPE_KEY = "sk_test_demo"
ORDER = {
    "orderId": "A-1042",
    "customer": {"name": "Ada Lovelace"},
    "items": [{"sku": "loom", "quantity": 1, "price": 120}, {"sku": "thread", "quantity": 4, "price": 2.5}],
}


def start_server(executable, data, registry, trusted_key, storage):
    """Starts the server on a free port; returns the process and its address."""
    log = open(data / "server.log", "w")
    server = subprocess.Popen(
        [executable, "serve", "--data", str(data), "--port", "0", "--rate-limit", "none"]
        + ["--registry", str(registry), "--trusted-key", trusted_key, "--storage", storage],
        stdout=log,
        stderr=subprocess.STDOUT,
        # The demo's services are on this machine, which deployed code may not reach otherwise.
        env={
            **os.environ,
            "MILLRACE_LOCAL_ALLOW_PRIVATE": "1",
            "MILLRACE_POSTGRESQL_URL": os.environ.get("MILLRACE_TEST_POSTGRESQL", ""),
        },
    )
    for _ in range(3600):
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
    for _ in range(3600):
        state = api.call("GET", f"/api/workflows/{workflow}/runs/{run}")
        if state["status"] != status:
            status = state["status"]
            print(f"  {status}")
        if status in ("complete", "errored", "terminated"):
            return state
        time.sleep(0.05)
    sys.exit("The run did not end within minutes.")


def with_payment(ir):
    """The document of the tests, with a node of Stripe's before the summary."""
    payment = {
        **{"id": "payment", "type": "stripe", "name": "Ask for the payment", "position": {"x": 360, "y": 120}},
        **{"version": "1.0.0", "provider": "cloudflare"},
        "data": {
            "action": "Create Payment Intent",
            "amount": "{{total.amount}}",
            "currency": "eur",
            "metadata": {"order": "{{total.orderId}}"},
            "baseUrl": "{{env.STRIPE_API_URL}}",
        },
    }
    for edge in ir["edges"]:
        if (edge["source"], edge["target"]) == ("record", "size"):
            edge["target"] = "payment"
    ir["edges"].append({"id": "e6", "source": "payment", "target": "size"})
    ir["nodes"].append(payment)
    return ir


def keep(server, base, workflow, data):
    """Shows the way to the console, and waits for the server's end or for Ctrl-C."""
    link = (data / "set-up-link").read_text().strip()
    print(f"\nThe console: {base}/")
    print(f"  1. Set your name and password: {link}")
    print(f"  2. Open the workflow: {base}/o/my-organization/my-project/workflows/{workflow}")
    print("Ctrl-C stops the server.", flush=True)
    try:
        server.wait()
    except KeyboardInterrupt:
        print()


def main(executable, registry, trusted_key, storage="sqlite"):
    order_service, slack_service, stripe_service = orders(), slack(SLACK_TOKEN), stripe(STRIPE_KEY)
    data = pathlib.Path(tempfile.mkdtemp(prefix="millrace-demo-"))
    server, base = start_server(executable, data, pathlib.Path(registry).resolve(), trusted_key, storage)
    try:
        print(f"Server on {base}, data in {data}")
        api = Client(base, (data / "initial-api-key").read_text().strip())
        for node in ("slack", "stripe"):
            version = api.call("POST", "/api/marketplace/install", {"nodeId": node})["version"]
            print(f"Installed {node} {version}")
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
                    {"name": "STRIPE_API_URL", "value": stripe_service.url, "isSecret": False},
                    {"name": "STRIPE_SECRET_KEY", "value": STRIPE_KEY, "isSecret": True},
                ]
            },
        )
        ir = with_payment(json.loads((ROOT / "Tests/Fixtures/workflows/order-notification.json").read_text()))
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
        for _, form in stripe_service.requests:
            print(f"Stripe got: {form['amount']} {form['currency']} for order {form['metadata[order]']}")
        code = data / "order-notification.ts"
        code.write_text(api.call("GET", f"/api/workflows/{workflow}/versions/{version['id']}")["generatedCode"])
        print(f"The generated Worker: {code}")
        if os.environ.get("KEEP"):
            keep(server, base, workflow, data)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=180)
    print("Stopped")
    if not os.environ.get("KEEP"):
        print("`make demo KEEP=1` leaves the server running, with its web console.")


main(*sys.argv[1:])
