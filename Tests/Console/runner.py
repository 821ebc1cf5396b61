"""A process that runs classes of tests, one after the other, and is replaced when it hangs."""

import multiprocessing
import os
import pathlib
import signal
import tempfile

# Seconds without the end of a test. All that tests wait for has a bound of its own but the driver of the browser: when that
# does not answer, no test goes on.
LIMIT = 240
END = 60


class Runner:
    """`work` is called in the process, with the arguments, a connection and the file of what the tests say."""

    def __init__(self, work, *arguments):
        self.work, self.arguments = work, arguments
        self.log = pathlib.Path(tempfile.mkdtemp(prefix="millrace-runner-")) / "log"
        self.process = self.connection = None

    def run(self, name):
        """Whether the tests of a class succeeded. Those that hung are run again in another process, once."""
        for attempt in (1, 2):
            ended, succeeded = self._try(name)
            text = self.log.read_text() if self.log.exists() else ""
            if ended:
                print(text, flush=True)
                return succeeded
            print(f"{text}\nERROR: {name}: no test ended for {LIMIT} s (attempt {attempt} of 2).", flush=True)
            self.kill()
        return False

    def _try(self, name):
        self.log.unlink(missing_ok=True)
        if self.process is None:
            self.start()
        try:
            self.connection.send(name)
            size = 0
            while not self.connection.poll(LIMIT):
                size, before = self._said(), size
                if size == before:
                    return False, False
            return True, self.connection.recv()
        except (EOFError, OSError):
            return False, False

    def _said(self):
        """How much the tests have printed: a line as each of them ends."""
        return self.log.stat().st_size if self.log.exists() else 0

    def start(self):
        # A process made by forking would have the connections of the other runners.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=_in_own_group, args=(self.work, *self.arguments, theirs, str(self.log)))
        self.process.start()
        theirs.close()

    def end(self):
        """Lets the process end its server and its browser."""
        if self.process is None:
            return
        try:
            self.connection.send(None)
        except OSError:
            pass
        self.process.join(END)
        self.kill()

    def kill(self):
        """Ends the process, with all that it started: nothing is left when it hangs."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.join()
        self.connection.close()
        self.process = None


def _in_own_group(work, *arguments):
    os.setpgid(0, 0)
    work(*arguments)
