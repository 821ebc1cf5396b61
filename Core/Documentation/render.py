"""Builds the pages of this folder as HTML: `python3 render.py OUTPUT`. Needs the package Markdown."""

import pathlib
import re
import sys

import markdown

FOLDER = pathlib.Path(__file__).resolve().parent

PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="pages.css">
</head>
<body>
  <nav aria-label="Documentation"><a href="index.md">All pages</a><a href="/docs">API reference</a></nav>
  <main>
{body}
  </main>
</body>
</html>
"""


def slug(heading, separator):
    """The anchor that hosts of Markdown make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", separator)


def build(output):
    output.mkdir(parents=True, exist_ok=True)
    for source in FOLDER.glob("*.md"):
        text = re.sub(r"^<!--.*?-->\n", "", source.read_text(), flags=re.M)
        renderer = markdown.Markdown(
            extensions=["tables", "fenced_code", "toc", "sane_lists"], extension_configs={"toc": {"slugify": slug}}
        )
        title = re.search(r"^# (.*)", text, re.M)[1]
        (output / f"{source.stem}.html").write_text(PAGE.format(title=title, body=renderer.convert(text)))


build(pathlib.Path(sys.argv[1]))
