#!/usr/bin/env python3
"""Speaks the runtime's protocol in Deno's place: a program that got hold of the channel could say no more than this.

It loads anything. A run whose payload has `forged` sends these messages; every other run waits for ever.
"""
import json
import sys

token = ""


def send(message):
    sys.stdout.write(token + (message if isinstance(message, str) else json.dumps(message)) + "\n")
    sys.stdout.flush()


for line in sys.stdin:
    order = json.loads(line)
    if order["op"] == "load":
        token = order["token"]
        send({"type": "ready"})
        send({"type": "loaded"})
    elif order["op"] == "start":
        for message in json.loads(order["payload"]).get("forged", []):
            own = json.dumps(message) if not isinstance(message, str) else message
            send(own.replace('"OWN"', str(order["run"])))
    elif order["op"] == "ping":
        send({"type": "pong"})
