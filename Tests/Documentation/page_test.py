"""Tests the blocks of one page, in order, with a shell, a server and an emulated account of its own."""

import json
import os
import re
import sys

import documents
from client import Client
from database import Database
from emulator import Emulator
from ports import free_port
from services import Service
from shell import Shell, matches


class PageTest:
    def __init__(self, page, folder, results):
        self.page, self.results = page, results
        ports = {"8787", "8788", *re.findall(r"127\.0\.0\.1\D{1,4}(\d{4,5})\b", "\n".join(page.lines))}
        self.ports = {port: str(free_port()) for port in ports}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MILLRACE_")}
        # No page waits for a minute to pass, and a port taken by another server is no reader's mistake.
        environment |= {"MILLRACE_PORT": self.ports["8787"], "MILLRACE_LOCAL_PORT": self.ports["8788"]}
        environment |= {"MILLRACE_RATE_LIMITS": "none", "MILLRACE_LOCAL_DENO": str(folder / ".build/tools/bin/deno")}
        # As of an installed package: pages that build it name the program's folder.
        environment["PATH"] = f"{folder / '.build/debug'}:{environment['PATH']}"
        self.surroundings = []
        if "emulator" in page.hooks:
            self.surroundings.append(Emulator(folder, environment))
        if "postgresql" in page.hooks:
            self.surroundings.append(Database())
        for one in self.surroundings:
            environment |= one.environment
        self.shell = Shell(folder, self.ports, environment)
        self.folder, self.examples, self.api = folder, None, None

    def run(self):
        try:
            if "server" in self.page.hooks:
                self._start_server()
            previous = None
            for block in self.page.blocks:
                previous = self._block(block, previous)
                if self.shell.ended:
                    self.results.add(block.place, "The rest of the page is not tested.")
                    break
        finally:
            self.shell.stop()
            for one in self.surroundings:
                one.stop()

    def _start_server(self):
        command = (
            ".build/debug/millrace serve --data millrace-data --local-allow-private --registry registry/dist"
            " --trusted-key $(.build/debug/millrace registry public-key .build/registry.key)"
        )
        base = "http://127.0.0.1:8787"
        error = self.shell.start(command, f"{base}/api/ready")
        if error is not None:
            sys.exit(f"{self.page.name}: the server did not start:\n{error}")
        self.shell.run(f"export URL={base} KEY=$(cat millrace-data/initial-api-key)")
        key = (self.folder / "millrace-data/initial-api-key").read_text().strip()
        self.api = Client(f"http://127.0.0.1:{self.ports['8787']}", key)

    def _block(self, block, previous):
        """Tests a block. `previous` is the output, or the run, that the next block may show."""
        command, _, argument = block.hook.partition(" ")
        if command == "skip":
            return None
        if command == "save":
            (self.folder / argument).write_text(self.shell.with_ports(block.text) + "\n")
        if block.language == "sh":
            return self._commands(block, command, argument)
        if block.language == "text" and isinstance(previous, str):
            shown = matches(block.text, previous)
            self.results.add(block.place, None if shown else f"The output is\n{previous}")
        if block.language == "json":
            return self._json(block, command, argument, previous)
        return None

    def _commands(self, block, command, argument):
        if command == "background":
            self.results.add(block.place, self.shell.start(block.text, argument))
            return None
        if command == "stop":
            self.shell.stop_background()
        output, error = self.shell.run(block.text)
        if command == "fails" and not self.shell.ended:
            error = None if error is not None else f"No command fails:\n{output}"
        self.results.add(block.place, error)
        return output

    def _json(self, block, command, argument, previous):
        try:
            value = json.loads(block.text)
        except ValueError as error:
            self.results.add(block.place, f"Not valid JSON: {error}")
            return None
        if not documents.is_document(value):
            # The output of the document before it; other values are parts of something.
            if isinstance(previous, dict):
                same = documents.agrees(value, previous["output"])
                self.results.add(block.place, None if same else f"The output is\n{json.dumps(previous['output'])}")
            return None
        if command == "install":
            self.api.call("POST", "/api/marketplace/install", {"nodeId": argument})
        # A page that starts its own server compiles its documents itself.
        problems = documents.compile_problems(self.api, value) if self.api else []
        self.results.add(block.place, "\n".join(f"{p.get('pointer')}: {p.get('message')}" for p in problems) or None)
        if command != "run" or problems:
            return None
        try:
            return {"output": self._examples().run(value, json.loads(argument or "{}"))}
        except Exception as error:
            self.results.add(block.place, error)
            return None

    def _examples(self):
        if self.examples is None:
            # What an example's requests get: what they asked for.
            echo = Service(lambda path, headers, body: (200, {"path": path, "received": body}))
            self.examples = documents.Examples(self.api, echo.url)
        return self.examples
