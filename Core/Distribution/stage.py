"""Makes the tree of a release: `python3 stage.py ROOT --bin FOLDER …`.

Everything that a server needs is below ROOT, in the places where `InstallationFolders` looks: `bin`, `lib`, `libexec` and
`share`. Programs and libraries are stripped, and find each other from where they are: nothing names a folder of this machine.
Needs binutils and patchelf.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

# Where shells look for what completes a program's arguments, below a prefix.
COMPLETIONS = {
    "bash": "bash-completion/completions/millrace",
    "zsh": "zsh/site-functions/_millrace",
    "fish": "fish/vendor_completions.d/millrace.fish",
}
PLUGINS = ["libMillracePluginCloudflare.so", "libMillracePluginLocal.so", "libMillracePluginPostgreSQL.so"]
# Of the system's libraries those that a Debian without other packages lacks; --system-libraries leaves them to the package
# manager.
BUNDLED = re.compile(r"^lib(sqlite3|pcre2-8)\.so")


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def install(source, target, search=None):
    """Copies a program or a library. `search` is where it looks for its libraries, from its own folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source.resolve(), target)
    target.chmod(0o755 if search is None or "bin" in target.parts else 0o644)
    if search is not None:
        run("strip", "--strip-unneeded", target)
        run("patchelf", "--set-rpath", search, target) if search else run("patchelf", "--remove-rpath", target)


def libraries(files, wanted):
    """What files are linked to, by name, where `wanted` holds of the path."""
    found = {}
    for file in files:
        for name, path in re.findall(r"^\s*(\S+) => (/\S+)", run("ldd", file), re.M):
            if wanted(name, path):
                found[name] = pathlib.Path(path)
    return found


def stage(arguments):
    root, built = arguments.root, arguments.bin
    if root.exists():
        shutil.rmtree(root)
    programs = [built / "millrace"] + [built / name for name in PLUGINS]
    toolchain = str(pathlib.Path(shutil.which("swift")).resolve().parent.parent)
    # Nodes link to nothing that the server does not link to: one of them stands for all.
    linked = libraries(
        programs + sorted(arguments.nodes.glob("libMillraceNode*.so"))[:1],
        lambda name, path: path.startswith(toolchain) or (not arguments.system_libraries and BUNDLED.match(name)),
    )
    install(programs[0], root / "bin/millrace", "$ORIGIN/../lib/millrace")
    for program in programs[1:]:
        install(program, root / "lib/millrace/plugins" / program.name, "$ORIGIN/..")
    for name, path in sorted(linked.items()):
        install(path, root / "lib/millrace" / name, "$ORIGIN")
    for program in arguments.program:
        install(program, root / "libexec/millrace" / program.name)
    for name, folder in [("console", arguments.console), ("docs", arguments.docs)]:
        shutil.copytree(folder, root / "share/millrace" / name)
    if arguments.manual:
        shutil.copytree(arguments.manual, root / "share", dirs_exist_ok=True)
    for shell, name in COMPLETIONS.items():
        file = root / "share" / name
        file.parent.mkdir(parents=True)
        file.write_text(run(built / "millrace", "--generate-completion-script", shell))
    registry(arguments, root)
    licences(arguments, root / "share/doc/millrace", linked)
    shutil.copytree("Core/Documentation/examples", root / "share/doc/millrace/examples")


def registry(arguments, root):
    """The nodes, stripped before they are signed: their signatures are of these bytes."""
    stripped = arguments.work / "nodes"
    if stripped.exists():
        shutil.rmtree(stripped)
    for library in sorted(arguments.nodes.glob("libMillraceNode*.so")):
        # The server that loads it has loaded its libraries already.
        install(library, stripped / library.name, "")
    millrace = arguments.bin / "millrace"
    run(millrace, "registry", "build", stripped, "--output", root / "share/millrace/registry", "--key", arguments.key)
    (root / "lib/millrace/registry.pub").write_text(run(millrace, "registry", "public-key", arguments.key))


def licences(arguments, folder, linked):
    """Of everything in the tree; a part without one ends the build."""
    folder.mkdir(parents=True)
    shutil.copyfile("LICENSE", folder / "LICENSE")
    third = folder / "third-party"
    third.mkdir()
    for checkout in sorted(pathlib.Path(".build/checkouts").iterdir()):
        texts = [file for file in sorted(checkout.iterdir()) if re.match(r"(?i)(licen[sc]e|notice)", file.name)]
        if not any(file.name.lower().startswith("licen") for file in texts):
            sys.exit(f"{checkout} has no licence")
        for file in texts:
            shutil.copyfile(file, third / f"{checkout.name}-{file.name}")
    toolchain = pathlib.Path(shutil.which("swift")).resolve().parent.parent
    shutil.copyfile(toolchain / "share/swift/LICENSE.txt", third / "swift-runtime-LICENSE.txt")
    for name, file in arguments.licence:
        shutil.copyfile(file, third / f"{name}-{pathlib.Path(file).name}")
    # Packages of Debian have theirs at one place (Debian Policy, 12.5).
    packages = {"esbuild": "esbuild"} | {f"console-{name}": name for name in arguments.console_package}
    for name, path in linked.items():
        if BUNDLED.match(name):
            owner = run("dpkg", "-S", path.resolve()).split(":")[0]
            packages[owner] = owner
    for label, package in sorted(packages.items()):
        shutil.copyfile(f"/usr/share/doc/{package}/copyright", third / f"{label}-copyright")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="of the built server and its plugins")
    parser.add_argument("--nodes", type=pathlib.Path, required=True, help="of the built nodes")
    parser.add_argument("--key", required=True, help="private key that signs the registry")
    parser.add_argument("--console", type=pathlib.Path, required=True)
    parser.add_argument("--docs", type=pathlib.Path, required=True)
    parser.add_argument("--manual", type=pathlib.Path, help="man pages, as below share")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="for what is made on the way")
    parser.add_argument("--program", type=pathlib.Path, action="append", default=[], help="Deno, esbuild")
    parser.add_argument("--licence", nargs=2, action="append", default=[], metavar=("NAME", "FILE"))
    parser.add_argument("--console-package", action="append", default=[], help="Debian package that is in the console")
    parser.add_argument("--system-libraries", action="store_true", help="leave the system's libraries to it")
    stage(parser.parse_args())
