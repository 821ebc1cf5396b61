"""What the checks say about answers."""

import contextlib
import time

from cloudflare import APIStatusError


@contextlib.contextmanager
def refused(status, code):
    """The calls inside are answered with this status and error code."""
    try:
        yield
    except APIStatusError as error:
        got = (error.status_code, [each.code for each in error.errors])
        assert got == (status, [code]), f"answered {got}, not {(status, code)}: {error.message}"
    else:
        raise AssertionError(f"was not refused with {status} and {code}")


def equal(value, expected):
    assert value == expected, f"{value!r} is not {expected!r}"


def until(read, condition, seconds=20):
    """What `read` returns once it is so."""
    end = time.monotonic() + seconds
    while True:
        value = read()
        if condition(value):
            return value
        assert time.monotonic() < end, f"stayed {value!r}"
        time.sleep(0.02)
