"""What the server of the tests has before they begin: workflows, functions and runs in several states."""

import json
import time

from server import PATIENCE


def node(identifier, kind, name, y, **data):
    return {
        **{"id": identifier, "type": kind, "name": name, "version": "1.0.0", "provider": "cloudflare"},
        **{"position": {"x": 0, "y": y}, "data": data},
    }


def document(name, nodes, kind="workflow", trigger=None):
    """A document whose nodes run one after another."""
    return {
        "kind": kind, "metadata": {"name": name, "version": 1}, "entryNodeId": nodes[0]["id"], "nodes": nodes,
        "edges": [{"id": f"e{i}", "source": a["id"], "target": b["id"], **({"label": "body"} if a["type"] == "loop" else {})}
                  for i, (a, b) in enumerate(zip(nodes, nodes[1:]))],
        **({"trigger": trigger} if trigger else {}),
    }


class World:
    """Ids of what is there, by name."""

    def __init__(self, server):
        self.server = server
        connections = server.call("GET", "/api/connections")["data"]
        self.connection = next(one["id"] for one in connections if one["provider"] == "local")
        self.orders = self.workflow(
            "Order notification",
            [
                node("read", "step", "Read the order", 0, code="console.log('Order', event.payload.id);\n"
                     "console.warn('The stock is low');\nreturn { total: 130 };"),
                node("pause", "sleep", "Pause", 140, duration="1 second"),
                node("summary", "step", "Summarize", 280, code="return { id: event.payload.id, total: read.total };"),
            ],
            "Totals an order, records it with a service and tells the team about large ones.")
        self.approval = self.workflow(
            "Approval of an invoice",
            [
                node("ask", "step", "Ask for a decision", 0, code="return { asked: true };"),
                node("decision", "wait_for_event", "Decision", 140, eventType="decision", timeout="2 days"),
                node("result", "step", "Result", 280, code="return decision.payload;"),
            ])
        self.failing = self.workflow(
            "Import of prices",
            [
                node("rows", "step", "Read the rows", 0, code="return [1, 2, 3];"),
                node("write", "step", "Write the rows", 140, code="throw new NonRetryableError('Row 3 has no amount');"),
            ])
        self.draft = self.workflow("Weekly report", [node("only", "step", "Report", 0, code="return 1;")], deploy=False)
        self.function = self.workflow(
            "Price of an order", [node("price", "step", "EXPORT_price", 0, code="return event.payload.quantity * 2.5;")],
            kind="script", trigger={"type": "http"})
        # Each row is written by a step whose first two attempts fail.
        self.rounds = self.workflow("Writing of rows", [
            node("rows", "step", "Read the rows", 0, code="return ['a', 'b'];"),
            node("each", "loop", "For each row", 140, loopType="forEach", collection="{{rows}}", itemVar="row"),
            node("write", "step", "Write a row", 280, retryLimit=3, retryDelay=20, code=(
                "const seen = (globalThis.attempts ??= {});\nconst key = event.instanceId + row;\n"
                "seen[key] = (seen[key] ?? 0) + 1;\n"
                "if (seen[key] < 3) throw new Error('Busy, attempt ' + seen[key]);\nreturn { row, from: rows.length };")),
        ])
        self.run = self.started(self.orders, {"id": "A-1042"}, until="complete")
        self.waiting = self.started(self.approval, {"invoice": 7}, until="waiting")
        self.failed = self.started(self.failing, {}, until="errored")
        self.retried = self.started(self.rounds, {}, until="complete")

    def workflow(self, name, nodes, description="", kind="workflow", trigger=None, deploy=True):
        body = {"name": name, "description": description, "kind": kind}
        workflow = self.server.call("POST", "/api/workflows", body)["id"]
        ir = document(name, nodes, kind, trigger)
        self.server.call("POST", f"/api/workflows/{workflow}/versions", {"ir": ir})
        if deploy:
            self.deploy(workflow)
        return workflow

    def deploy(self, workflow):
        return self.server.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": self.connection})

    def started(self, workflow, params, until=None):
        """A run, once it has a status."""
        body = {"connectionId": self.connection, "params": params}
        run = self.server.call("POST", f"/api/workflows/{workflow}/trigger", body)["id"]
        if until:
            self.wait(workflow, run, until)
        return run

    def wait(self, workflow, run, status):
        end = time.monotonic() + PATIENCE
        while True:
            state = self.server.call("GET", f"/api/workflows/{workflow}/runs/{run}")
            if state["status"] == status:
                return state
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        raise RuntimeError(f"The run is {state['status']}, not {status}: {json.dumps(state['error'])}")
