"""Loopback stand-ins for the services of the demo: an order service that echoes, Slack's Web API and Stripe's API."""

import http.server
import json
import threading
import urllib.parse


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            value = dict(urllib.parse.parse_qsl(body.decode()))
        else:
            value = json.loads(body or b"null")
        status, answer = self.server.answer(self.path, self.headers, value)
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Service(http.server.ThreadingHTTPServer):
    """Answers POST requests with `answer(path, headers, body) -> (status, value)` and remembers them."""

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests = []
        self._answer = answer
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path, headers, body):
        self.requests.append((path, body))
        return self._answer(path, headers, body)


def orders():
    return Service(lambda path, headers, body: (200, {"path": path, "received": body}))


def slack(token):
    def answer(path, headers, body):
        if path != "/chat.postMessage":
            return 404, {"ok": False, "error": "unknown_method"}
        if headers.get("authorization") != f"Bearer {token}":
            return 200, {"ok": False, "error": "invalid_auth"}
        if not body.get("channel") or not body.get("text"):
            return 200, {"ok": False, "error": "invalid_arguments"}
        return 200, {"ok": True, "channel": "C012345", "ts": "1764000000.000100", "message": {"text": body["text"]}}

    return Service(answer)


def stripe(key):
    def answer(path, headers, body):
        if headers.get("authorization") != f"Bearer {key}":
            return 401, {"error": {"type": "invalid_request_error", "message": "No such key."}}
        if path != "/v1/payment_intents" or not headers.get("idempotency-key"):
            return 400, {"error": {"type": "invalid_request_error", "message": "Not what the demo does."}}
        intent = {"id": "pi_demo", "object": "payment_intent", "status": "requires_payment_method", "created": 1764000000}
        return 200, {**intent, "amount": int(body["amount"]), "currency": body["currency"], "livemode": False}

    return Service(answer)
