"""The shell that a reader has: blocks of a page run in it in order, in a folder that looks like the package."""

import os
import queue
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

BLOCK_SECONDS = 600
START_SECONDS = 180


class Shell:
    """One bash for a page. Ports that the page names are replaced by free ones, both ways."""

    def __init__(self, folder, ports, environment):
        self.folder, self.ports = folder, ports
        self.environment = environment
        self.background = []
        self.process = subprocess.Popen(
            ["bash", "--norc", "--noprofile"],
            cwd=folder,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=open(folder / "errors.log", "w"),
            start_new_session=True,
        )
        self.ended = False
        self.output = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.output.put(line)
        self.output.put(None)

    def run(self, text):
        """Runs a block; returns its output and, when a command of it failed, what was printed as errors."""
        mark = f"end-{uuid.uuid4().hex}"
        script = f"set -o pipefail; FAILED=0; trap 'FAILED=1' ERR\n{self.with_ports(text)}\ntrap - ERR\n"
        self.process.stdin.write(f"{script}printf '\\n%s %s\\n' {mark} $FAILED\n")
        self.process.stdin.flush()
        lines, end = [], time.monotonic() + BLOCK_SECONDS
        while True:
            try:
                line = self.output.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                line, lines = None, [*lines, f"(no end within {BLOCK_SECONDS} seconds)"]
            if line is None or line.startswith(mark):
                break
            lines.append(line)
        output = self._as_written("".join(lines)).rstrip("\n")
        if line is not None and line.split()[1] == "0":
            return output, None
        self.ended = line is None
        errors = (self.folder / "errors.log").read_text()[-2000:]
        return output, f"{output}\n{errors}".strip() or "(no output)"

    def start(self, text, until):
        """Starts a block as in a second terminal and waits until `until` responds; returns what went wrong."""
        log = tempfile.TemporaryFile("w+")
        process = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-c", self.with_ports(text)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.background.append(process)
        address, end = self.with_ports(until), time.monotonic() + START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                urllib.request.urlopen(address, timeout=30).close()
                return None
            except urllib.error.HTTPError:
                return None
            except OSError:
                time.sleep(0.1)
        log.seek(0)
        return f"{address} does not respond:\n{log.read()}"

    def stop_background(self):
        for process in reversed(self.background):
            if process.poll() is None:
                _signal(process, signal.SIGTERM)
            try:
                process.wait(timeout=180)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self.background.clear()

    def stop(self):
        """Ends what the page started: servers first, so that they end their own programs."""
        self.stop_background()
        _signal(self.process, signal.SIGKILL)
        self.process.wait()

    def with_ports(self, text):
        return re.sub(r"\b\d{4,5}\b", lambda found: self.ports.get(found[0], found[0]), text)

    def _as_written(self, text):
        for written, used in self.ports.items():
            text = text.replace(f":{used}", f":{written}")
        return text


def _signal(process, number):
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def matches(expected, actual):
    """Whether an output is the one that the page shows: `…` stands for any text, a line of `…` for any lines."""
    pattern = "".join(r"[\s\S]*" if part == "…" else re.escape(part) for part in re.split("(…)", expected.strip()))
    return re.fullmatch(pattern, actual.strip()) is not None
