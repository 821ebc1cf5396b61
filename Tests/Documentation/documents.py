"""Documents of the IR on a page: each compiles, and one with the hook `run` is deployed and run."""

import json
import time
import urllib.error
import urllib.request

RUN_SECONDS = 180
# Not mistakes: what the compiler evaluates, and loops whose rounds are known at run time only.
REMARKS = {"ir.code.evaluated", "worker.limit.loop"}


def is_document(value):
    return isinstance(value, dict) and "nodes" in value


def compile_problems(api, document):
    """The errors and warnings of a document."""
    request = urllib.request.Request(
        api.base + "/api/compile",
        data=json.dumps({"ir": document}).encode(),
        headers={"authorization": f"Bearer {api.key}", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return [d for d in json.load(response)["warnings"] if d["code"] not in REMARKS]
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        return problem["details"] or [problem]


class Examples:
    """Deploys the examples of a page to the provider `local`. Later ones may name earlier ones: NAME-ID is its id."""

    def __init__(self, api, service):
        self.api, self.service = api, service
        connections = api.call("GET", "/api/connections")["data"]
        self.connection = next(c["id"] for c in connections if c["provider"] == "local")
        self.ids = {}

    def run(self, document, how):
        """What a run of the document returns, or what a function responds with."""
        text = json.dumps(document)
        for name, workflow in self.ids.items():
            text = text.replace(f"{name.upper().replace(' ', '-')}-ID", workflow)
        document, api = json.loads(text), self.api
        name, kind = document["metadata"]["name"], document.get("kind", "workflow")
        workflow = api.call("POST", "/api/workflows", {"name": name, "kind": kind})["id"]
        self.ids[name] = workflow
        patch = {key: how[key] for key in ("triggerCode", "dependencies") if key in how}
        patch["envVars"] = [
            {"name": key, "value": value.replace("SERVICE", self.service), "isSecret": False}
            for key, value in how.get("env", {}).items()
        ]
        api.call("PATCH", f"/api/workflows/{workflow}", patch)
        api.call("POST", f"/api/workflows/{workflow}/versions", {"ir": document})
        url = api.call("POST", f"/api/workflows/{workflow}/deploy", {"connectionId": self.connection})["url"]
        if kind == "script" or "call" in how:
            return self._respond(url, how.get("call", {}))
        return self._output(workflow, how)

    def _respond(self, url, call):
        """What a request is answered with; `refused` is the status of the same without its headers."""
        if "refused" in call:
            without = {key: value for key, value in call.items() if key not in ("headers", "refused")}
            try:
                self._respond(url, without)
            except urllib.error.HTTPError as error:
                if error.code != call["refused"]:
                    raise
            else:
                raise AssertionError(f"{url} answers everybody")
        body = call.get("body")
        request = urllib.request.Request(
            url + call.get("path", "/"),
            method=call.get("method", "POST"),
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json", **call.get("headers", {})},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def _output(self, workflow, how):
        body = {"connectionId": self.connection, "params": how.get("params", {})}
        run = self.api.call("POST", f"/api/workflows/{workflow}/trigger", body)["id"]
        path, end = f"/api/workflows/{workflow}/runs/{run}", time.monotonic() + RUN_SECONDS
        if "event" in how:
            self.api.call("POST", f"{path}/events", how["event"])
        while time.monotonic() < end:
            state = self.api.call("GET", path)
            if state["status"] == "complete":
                return state["output"]
            if state["status"] in ("errored", "terminated"):
                return {"status": state["status"], "error": state["error"]}
            time.sleep(0.1)
        return {"status": state["status"], "after": f"{RUN_SECONDS} seconds", "waitingFor": state["waitingFor"]}


def agrees(expected, actual):
    """Whether a value is the one that the page shows; the text `…` stands for any value."""
    if expected == "…":
        return True
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(agrees(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(agrees, expected, actual))
    return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
