"""A small client of the REST API."""

import json
import urllib.error
import urllib.request


class ApiError(Exception):
    pass


class Client:
    def __init__(self, base, key):
        self.base, self.key = base, key

    def _open(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"authorization": f"Bearer {self.key}", "content-type": "application/json"},
        )
        try:
            return urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            raise ApiError(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def call(self, method, path, body=None):
        with self._open(method, path, body) as response:
            return json.load(response)

    def events(self, path, body):
        """Server-sent events of a POST, as (name, value)."""
        with self._open("POST", path, body) as response:
            name, data = "message", []
            for line in response:
                line = line.decode().rstrip("\n")
                if line.startswith("event:"):
                    name = line[6:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].strip())
                elif not line and data:
                    yield name, json.loads("\n".join(data))
                    name, data = "message", []
