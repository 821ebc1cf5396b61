"""Bundles the console with esbuild: build.py FOLDER.

The folder has `index.html`, and below `console` files whose names have a hash of their content.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

SOURCES = pathlib.Path(__file__).resolve().parent
# Debian's packages of JavaScript libraries.
LIBRARIES = "/usr/share/nodejs"
# The page's colours and frame come first: components build on them.
FIRST_STYLE = SOURCES / "app/console.css"


def esbuild(*arguments, text=None):
    result = subprocess.run(
        ["esbuild", "--bundle", "--minify", "--log-level=warning", "--target=es2021", *arguments],
        input=text, text=True, cwd=SOURCES, env={**os.environ, "NODE_PATH": LIBRARIES})
    if result.returncode:
        sys.exit(result.returncode)


def bundle_scripts(folder):
    esbuild(
        "app/main.tsx", "--splitting", "--format=esm", "--jsx=automatic", f"--outdir={folder}",
        "--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", '--define:process.env.NODE_ENV="production"',
        "--legal-comments=eof",
        # Styles are one file of their own.
        "--loader:.css=empty")


def bundle_styles(folder):
    """One file: the styles of a screen are there before it is shown."""
    styles = sorted(SOURCES.rglob("*.css"), key=lambda path: (path != FIRST_STYLE, path))
    imports = "".join(f'@import "./{path.relative_to(SOURCES)}";\n' for path in styles)
    esbuild("--loader=css", f"--outfile={folder}/console.css", text=imports)


def hashed(path):
    """Renames a file so that its name has the hash of its content."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8].upper()
    return path.rename(path.with_name(f"{path.stem}-{digest}{path.suffix}"))


def build(output):
    work = output.with_name(output.name + ".new")
    shutil.rmtree(work, ignore_errors=True)
    assets = work / "console"
    assets.mkdir(parents=True)
    bundle_scripts(assets)
    bundle_styles(assets)
    names = {"main.js": next(assets.glob("main-*.js")).name, "console.css": hashed(assets / "console.css").name}
    shutil.copy(SOURCES / "app/icon.svg", assets)
    names["icon.svg"] = hashed(assets / "icon.svg").name
    page = (SOURCES / "app/index.html").read_text(encoding="utf-8")
    for name, made in names.items():
        page = page.replace("{{" + name + "}}", made)
    (work / "index.html").write_text(page, encoding="utf-8")
    shutil.rmtree(output, ignore_errors=True)
    work.rename(output)


if __name__ == "__main__":
    build(pathlib.Path(sys.argv[1]).resolve())
