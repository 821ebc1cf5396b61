"""Times `millrace compile FILE` for a document of ten nodes, start of the process included.

    python3 compile.py BUILD [--runs N]

Prints the fastest run and the median in milliseconds, and the machine's load before and after.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time


def document(nodes):
    """Steps one after another, each of which reads the one before."""
    steps = [
        {
            "id": f"n{index}", "type": "step", "name": f"Node {index}", "position": {"x": index, "y": 0},
            "version": "1.0.0", "provider": "cloudflare",
            "data": {"code": f"return {{ value: {{{{n{index - 1}.value}}}} + 1 }};" if index else "return { value: 0 };"},
        }
        for index in range(nodes)
    ]
    edges = [{"id": f"e{index}", "source": f"n{index - 1}", "target": f"n{index}"} for index in range(1, nodes)]
    metadata = {"name": "Sample", "version": 1, "createdAt": "2026-11-01T09:00:00Z", "updatedAt": "2026-11-01T09:00:00Z"}
    return {"metadata": metadata, "entryNodeId": "n0", "nodes": steps, "edges": edges}


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("build", type=pathlib.Path, help="the folder with the executable and the plugins")
parser.add_argument("--runs", type=int, default=200)
arguments = parser.parse_args()

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "workflow.json"
    file.write_text(json.dumps(document(10)))
    command = [arguments.build / "millrace", "compile", file]
    times, load = [], os.getloadavg()[0]
    # The first one checks the plugins; what it finds is remembered.
    for run in range(arguments.runs + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1000)

first, rest = times[0], times[1:]
print(
    f"millrace compile FILE, 10 nodes, {len(rest)} runs: best {min(rest):.1f} ms, median {statistics.median(rest):.1f} ms "
    f"(the first, which checks the plugins: {first:.1f} ms; load {load:.1f}, then {os.getloadavg()[0]:.1f})"
)
