"""How long `millrace dev` takes from a save to the shown output, for a document of ten nodes.

    python3 Tests/Benchmarks/dev.py FOLDER [--saves N]
"""

import argparse
import json
import os
import pathlib
import signal
import statistics
import subprocess
import tempfile
import time

NODES, LIMIT = 10, 0.3


def document(word):
    """Ten steps, one after another; the last one returns the word."""
    nodes = [{
        "id": f"n{i}", "type": "step", "name": f"Step {i}", "position": {"x": 0, "y": 0}, "version": "1.0.0",
        "provider": "cloudflare", "data": {"code": f"return '{word}';"}} for i in range(NODES)]
    edges = [{"id": f"e{i}", "source": f"n{i - 1}", "target": f"n{i}"} for i in range(1, NODES)]
    metadata = {"name": "Ten", "version": 1, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"}
    return json.dumps({
        "metadata": metadata, "nodes": nodes, "edges": edges, "entryNodeId": "n0", "trigger": {"type": "manual"}})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--saves", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        file, output = pathlib.Path(data) / "ten.json", pathlib.Path(data) / "output"
        file.write_text(document("word0"))
        process = subprocess.Popen(
            [options.folder.resolve() / "millrace", "dev", file], stdout=open(output, "w"),
            env=os.environ | {"XDG_CONFIG_HOME": data})
        try:
            seconds = [save(process, file, output, f"word{i}") for i in range(options.saves + 1)]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    # The first one waits for the server to start.
    times = sorted(seconds[1:])
    median, worst = statistics.median(times), times[-1]
    print(f"dev: from save to output, {NODES} nodes: median {median * 1000:.0f} ms, worst {worst * 1000:.0f} ms of {len(times)}")
    print(f"dev: {'under' if median < LIMIT else 'NOT under'} {LIMIT * 1000:.0f} ms")


def save(process, file, output, word):
    if word != "word0":
        file.write_text(document(word))
    start = time.perf_counter()
    while f'"{word}"' not in output.read_text():
        if process.poll() is not None or time.perf_counter() > start + 60:
            raise SystemExit(f"{word} is not shown:\n{output.read_text()}")
        time.sleep(0.001)
    return time.perf_counter() - start


main()
