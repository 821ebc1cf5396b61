"""An emulated Cloudflare account, for pages that deploy to one."""

import re
import subprocess
import time

START_SECONDS = 180


class Emulator:
    def __init__(self, folder, environment):
        log = folder / "emulator.log"
        with open(log, "w") as output:
            self.process = subprocess.Popen(
                [folder / ".build/debug/cloudflare-emulator", "--data", folder / "emulator"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + START_SECONDS
        while not (found := re.search(r"API +(http://\S+)\n", log.read_text())):
            if time.monotonic() > end or self.process.poll() is not None:
                self.stop()
                raise SystemExit(f"The emulated account did not start:\n{log.read_text()}")
            time.sleep(0.05)
        self.environment = {
            "MILLRACE_CLOUDFLARE_API_URL": found[1],
            "CLOUDFLARE_API_TOKEN": "emulator-token",
            "CLOUDFLARE_ACCOUNT_ID": "0123456789abcdef0123456789abcdef",
        }

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
