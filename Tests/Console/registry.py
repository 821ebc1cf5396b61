"""A registry of nodes for the tests of the marketplace, in states that a registry gets into over the years."""

import pathlib
import subprocess
import tempfile

# Of the folders in Plugins/Nodes; DirectMail has two versions.
NODES = ["Slack", "Jira", "Linear", "Sentry", "DirectMail_1_0_0", "DirectMail_1_0_1"]
# What else a registry may offer: a provider and a storage.
OTHERS = ["libMillracePluginCloudflare.so", "libMillracePluginPostgreSQL.so"]

# Of the publishers that write one, by node.
CHANGELOGS = {
    "Slack": "# Changelog\n\n## 1.0.0\n\n- <b>Messages</b> & threads\n" + "".join(
        f"\n## 0.{minor}.0\n\n- A change of the version 0.{minor}\n" for minor in range(12, 0, -1)),
}


class NodeRegistry:
    """A registry of some of the nodes, and of other plugins by the names of their libraries."""

    def __init__(self, executable, *names, others=()):
        self.executable = executable
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="millrace-registry-"))
        self.path = self.folder / "dist"
        self.key = self.folder / "registry.key"
        nodes = self.folder / "nodes"
        nodes.mkdir()
        for library in [*(f"libMillraceNode{node}.so" for node in names), *others]:
            (nodes / library).symlink_to(pathlib.Path(executable).resolve().parent / library)
        for node, text in CHANGELOGS.items():
            (nodes / f"libMillraceNode{node}.CHANGELOG.md").write_text(text, encoding="utf-8")
        self.run("keygen", self.key)
        self.run("build", nodes, "--all", "--output", self.path, "--key", self.key)

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
        super().__init__(executable, *NODES, others=OTHERS)
        self.edit("deprecate", "jira", "--message", "Use Linear for new workflows.", "--replaced-by", "linear")
        self.edit("yank", "sentry", "1.0.0", "--reason", "Reads the issues of another project.")
