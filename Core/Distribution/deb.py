"""Makes a Debian package of the tree of a release: `python3 deb.py TREE PACKAGE --version V --arch A`.

TREE was staged with --system-libraries: sqlite and pcre2 come from Debian, with its security updates.
"""

import argparse
import gzip
import hashlib
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
DEPENDS = "adduser, ca-certificates, libc6 (>= 2.36), libgcc-s1, libpcre2-8-0, libsqlite3-0, libstdc++6, zlib1g"

CONTROL = """Package: millrace
Version: {version}
Section: web
Priority: optional
Architecture: {arch}
Depends: {depends}
Recommends: libpq5
Suggests: npm, nginx | caddy
Installed-Size: {size}
Maintainer: Millrace <maintainers@millrace.invalid>
Description: durable workflows, compiled and run on your own machine
 Millrace compiles a graph of nodes into a durable program, deploys it to this
 machine or to Cloudflare, and follows its runs over a REST API and a console.
 .
 The package has the server, its nodes, and the programs that they need.
"""


def build(tree, package, version, arch):
    root = package.with_suffix(".root")
    if root.exists():
        shutil.rmtree(root)
    shutil.copytree(tree, root / "usr")
    copy(HERE / "millrace.service", root / "lib/systemd/system/millrace.service")
    copy(HERE / "millrace.env", root / "etc/millrace/millrace.env")
    documents(root / "usr/share/doc/millrace", version)
    size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file()) // 1024
    control = root / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(CONTROL.format(version=version, arch=arch, depends=DEPENDS, size=size))
    (control / "conffiles").write_text("/etc/millrace/millrace.env\n")
    for script in ["postinst", "prerm", "postrm"]:
        copy(HERE / "debian" / script, control / script, 0o755)
    (control / "md5sums").write_text(
        "".join(
            f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(root)}\n"
            for file in sorted(root.rglob("*"))
            if file.is_file() and control not in file.parents and root / "etc" not in file.parents
        )
    )
    # Times of SOURCE_DATE_EPOCH, which dpkg-deb also uses, make the package the same each time.
    for path in [*root.rglob("*"), root]:
        os.utime(path, (int(os.environ["SOURCE_DATE_EPOCH"]),) * 2, follow_symlinks=False)
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", "-Zxz", root, package], check=True)
    shutil.rmtree(root)


def documents(folder, version):
    """As Debian has them: `copyright` names the licence of the whole, and the changelog is compressed."""
    (folder / "LICENSE").rename(folder / "copyright")
    text = f"millrace ({version}) stable; urgency=medium\n\n  * /usr/share/millrace/docs/changelog.html has the changes.\n"
    with open(folder / "changelog.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


def copy(source, target, mode=0o644):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("tree", type=pathlib.Path)
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--arch", required=True, help="as Debian names it")
    given = parser.parse_args()
    build(given.tree, given.package, given.version, given.arch)
