"""What plugins cost: a call that does nothing, 60 plugins at a start, an installation from a loopback registry.

    python3 Tests/Benchmarks/plugins.py RELEASE_FOLDER
"""

import functools
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from server import BIN, MILLRACE, Server


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def library(folder, name, padding=0):
    """A node plugin in C, as `plugin new` writes it, made larger by some bytes."""
    package = folder / name
    run(MILLRACE, "plugin", "new", name, "--language", "c", "--output", str(package))
    source = package / "plugin.c"
    if padding:
        source.write_text(
            source.read_text() + f'\n__attribute__((used)) static const unsigned char padding[{padding}] = {{1}};\n')
    run("make", "-C", str(package), "CC=clang", f"MILLRACE={MILLRACE}")
    return next(package.glob("*.so"))


def calls(folder):
    print(run(str(BIN / "plugin-benchmark"), str(library(folder, "null")), MILLRACE), end="")


def start(folder):
    plugins = folder / "plugins"
    plugins.mkdir()
    for number in range(60):
        os.rename(library(folder, f"node-{number}"), plugins / f"{number}.so")
    for isolation in ["process", "inProcess"]:
        times = []
        for turn in range(5):
            data = folder / f"start-{isolation}-{turn}"
            Server(data).stop()
            without = Server(data)
            without.stop()
            chosen = [flag for number in range(60) for flag in ["--plugin-isolation", f"node-{number}={isolation}"]]
            loaded = Server(data, "--plugins", str(plugins), *chosen)
            assert len(loaded.call("GET", "/api/plugins")["data"]) >= 60
            loaded.stop()
            times.append((loaded.seconds - without.seconds, loaded.seconds))
        more, whole = sorted(times)[2]
        print(f"60 plugins at a start, {isolation}: {more * 1000:.0f} ms more, {whole * 1000:.0f} ms in all (median of 5)")


def install(folder):
    key, registry = folder / "publisher.key", folder / "registry"
    trusted = run(MILLRACE, "registry", "keygen", str(key)).strip()
    for number in range(9):
        package = folder / f"package-{number}"
        built = library(folder, f"big-{number}", padding=130_000)
        run(MILLRACE, "plugin", "pack", str(built), "--output", str(package))
        run(MILLRACE, "plugin", "sign", str(package), "--key", str(key))
        run(MILLRACE, "plugin", "publish", str(package), str(registry))
    size = built.stat().st_size
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(registry))
    handler.log_message = lambda *_: None
    http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
    files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=files.serve_forever, daemon=True).start()
    server = Server(
        folder / "install", "--registry", f"http://127.0.0.1:{files.server_port}", "--trusted-key", trusted)
    times = []
    for number in range(9):
        begin = time.perf_counter()
        server.call("POST", "/api/marketplace/install", {"nodeId": f"big-{number}"})
        nodes = server.call("GET", "/api/nodes")["data"]
        times.append(time.perf_counter() - begin)
        assert any(node["id"] == f"big-{number}" for node in nodes)
    server.stop()
    files.shutdown()
    print(
        f"installation of {size // 1000} KB to GET /nodes: median {sorted(times)[4] * 1000:.0f} ms, "
        f"longest {max(times) * 1000:.0f} ms (of 9)")


with tempfile.TemporaryDirectory() as name:
    for measure in [calls, start, install]:
        measure(pathlib.Path(name))
