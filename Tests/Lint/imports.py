"""Fails where a target imports a module that its declaration in Package.swift does not name.

SwiftPM lets such an import pass when the module happens to be built first, so that it breaks a clean build on
another machine only.
"""

import json
import pathlib
import re
import subprocess
import sys

TOOLCHAIN = {
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
}
IMPORT = re.compile(
    r"^(?:(?:public|package|internal|private|@\w+(?:\(\w+\))?) )*import (?:(?:struct|class|enum|func|protocol) )?(\w+)",
    re.MULTILINE,
)


def imports(folder):
    """Every module that a folder's Swift files name, with a file that names it."""
    return {
        module: file
        for file in sorted(pathlib.Path(folder).rglob("*.swift"))
        for module in IMPORT.findall(file.read_text())
    }


def undeclared(target):
    declared = {next(iter(dependency.values()))[0] for dependency in target["dependencies"]}
    for module, file in imports(target["path"]).items():
        if module not in declared | TOOLCHAIN | {target["name"]}:
            yield f"{file}: error: {target['name']} imports {module}; add it to its dependencies in Package.swift"


package = json.loads(subprocess.check_output(["swift", "package", "dump-package"]))
problems = [problem for target in package["targets"] for problem in undeclared(target)]
print("\n".join(problems) or f"{len(package['targets'])} targets declare what they import")
sys.exit(1 if problems else 0)
