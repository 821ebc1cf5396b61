"""Times `millrace compile FILE` for a document of ten nodes, start of the process included.

    python3 compile.py BUILD [--runs N]

Prints the median and the fastest run in milliseconds.
"""

import argparse
import json
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
parser.add_argument("--runs", type=int, default=50)
arguments = parser.parse_args()

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "workflow.json"
    file.write_text(json.dumps(document(10)))
    command = [arguments.build / "millrace", "compile", file]
    times = []
    # The first one checks the plugins; what it finds is remembered.
    for run in range(arguments.runs + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1000)

first, rest = times[0], times[1:]
print(f"millrace compile, 10 nodes: {statistics.median(rest):.1f} ms (fastest {min(rest):.1f}, first {first:.1f})")
