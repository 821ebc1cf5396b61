"""Drives the emulator through every endpoint with Cloudflare's official client, which checks each answer.

    python3 contract.py BASE_URL ACCOUNT_ID TOKEN
"""

import os
import sys
import traceback

from cloudflare import Cloudflare

import accounts
import workers
import workflows
import queues
import storage

MODULES = [accounts, workers, workflows, queues, storage]


def describe(error):
    """The error, what is behind it, and the lines of the contract that led there."""
    here = os.path.dirname(os.path.abspath(__file__))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(here)]
    lines = [f"  {os.path.basename(frame.filename)}:{frame.lineno}: {frame.line}" for frame in frames[1:]]
    while error is not None:
        lines += [f"  {line}" for line in f"{type(error).__name__}: {error}".splitlines()]
        error = error.__cause__
    return "\n".join(lines)


def main():
    base, account, token = sys.argv[1:]
    client = Cloudflare(
        api_token=token, base_url=f"{base}/client/v4", max_retries=0, timeout=30,
        _strict_response_validation=True,
    )
    failed = 0
    for module in MODULES:
        for name, check in list(vars(module).items()):
            if not name.startswith("check_"):
                continue
            try:
                check(client, account)
                print(f"ok      {module.__name__}.{name}")
            except Exception as error:
                failed += 1
                print(f"FAILED  {module.__name__}.{name}\n{describe(error)}")
    sys.exit(1 if failed else 0)


main()
