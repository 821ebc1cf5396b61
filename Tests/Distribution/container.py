"""Builds the image of a release's archive and does the main job in a container: `python3 container.py DIST FOLDER`. As root.

FOLDER keeps the bootstrapped Debian between runs; it stands in for `debian:12-slim`, so that no registry of images is asked.
Images and containers are kept below FOLDER, apart from those of the machine.
"""

import os
import pathlib
import shutil
import subprocess
import sys

from machine import Machine, Server, apart
from run import go_on, main_job, start_waiting

BASE = "docker.io/library/debian:12-slim"
FILE = pathlib.Path(__file__).resolve().parents[2] / "Core/Distribution/Containerfile"
USER = 990


class Podman:
    def __init__(self, folder):
        self.folder = folder
        self.command = ["podman", "--runtime=runc", "--root", str(folder / "storage"), "--runroot", str(folder / "run")]

    def __call__(self, *arguments):
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"podman {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def base(self, debian):
        packed = self.folder / "debian.tar"
        # The folders that are mounted in a running machine are empty in an image.
        subprocess.run(
            ["tar", "-C", str(debian), "--exclude=./proc/*", "--exclude=./dev/*", "--exclude=./var/cache/apt/archives/*.deb",
             "-cf", str(packed), "."],
            check=True,
        )
        self("import", packed, BASE)
        packed.unlink()

    def server(self, image, data):
        """A server in a container, on the loopback of this process."""
        run = ["run", "--rm", "--network=host", f"--volume={data}:/var/lib/millrace", image]
        return ContainerServer(self.folder / "serve.log", [*self.command, *run])


class ContainerServer(Server):
    def __init__(self, log, command):
        self.log = log
        self.process = subprocess.Popen(command, stdout=open(log, "w"), stderr=subprocess.STDOUT)
        self.until_ready()


def main(dist, folder):
    archive = next(dist.glob("millrace-*-linux-*.tar.gz"))
    containers = folder / "containers"
    podman = Podman(containers)
    podman.base(folder / "plain")
    # Only the archive is sent to the build, not what lies beside it.
    context = containers / "context"
    shutil.rmtree(context, ignore_errors=True)
    context.mkdir()
    os.link(archive, context / archive.name)
    podman("build", "--pull-never", "--isolation=chroot", "--network=host", "--build-arg", f"ARCHIVE={archive.name}", "-t", "millrace", "-f", FILE, context)
    data = containers / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    os.chown(data, USER, USER)
    server = podman.server("millrace", data)
    run = start_waiting(main_job(server, data))
    server.stop()
    assert {file.lstat().st_uid for file in data.rglob("*")} == {USER}
    # Another container of the same data goes on where the first one stopped.
    server = podman.server("millrace", data)
    go_on(server, data, run)
    server.stop()
    return int(podman("image", "inspect", "--format", "{{.Size}}", "millrace")) - int(
        podman("image", "inspect", "--format", "{{.Size}}", BASE))


if __name__ == "__main__":
    dist, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()

    def prepare():
        Machine.made(folder / "plain", [])
        (folder / "containers").mkdir(exist_ok=True)

    apart(prepare)
    print(f"The image: {main(dist, folder) / 1e6:.0f} MB over its base")
