"""A registry of nodes for the tests of the marketplace, in states that a registry gets into over the years."""

import pathlib
import subprocess
import tempfile

# Of the folders in Plugins/Nodes; DirectMail has two versions.
NODES = ["Slack", "Jira", "Linear", "Sentry", "DirectMail_1_0_0", "DirectMail_1_0_1"]


class NodeRegistry:
    """A registry of some of the nodes."""

    def __init__(self, executable, *names):
        self.executable = executable
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="millrace-registry-"))
        self.path = self.folder / "dist"
        self.key = self.folder / "registry.key"
        nodes = self.folder / "nodes"
        nodes.mkdir()
        for node in names:
            library = f"libMillraceNode{node}.so"
            (nodes / library).symlink_to(pathlib.Path(executable).resolve().parent / library)
        self.run("keygen", self.key)
        self.run("build", nodes, "--output", self.path, "--key", self.key)

    def run(self, *arguments):
        result = subprocess.run(
            [self.executable, "registry", *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if result.returncode:
            raise RuntimeError(result.stderr)
        return result.stdout.strip()

    def edit(self, command, *arguments):
        self.run(command, self.path, *arguments, "--key", self.key)

    @property
    def arguments(self):
        """Of a server that installs from it."""
        return ["--registry", str(self.path), "--trusted-key", self.run("public-key", self.key)]


class Registry(NodeRegistry):
    def __init__(self, executable):
        super().__init__(executable, *NODES)
        self.edit("deprecate", "jira", "--message", "Use Linear for new workflows.", "--replaced-by", "linear")
        self.edit("yank", "sentry", "1.0.0", "--reason", "Reads the issues of another project.")
