"""Writes the man pages of all commands, from what the program says of them.

    python3 Core/Documentation/man.py .build/debug/millrace .build/man/man1
"""

import json
import pathlib
import subprocess
import sys


def escaped(text):
    """Text of roff: backslashes, hyphens of options, other scripts, and dots or quotes that begin a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text)
    return "\n".join("\\&" + line if line[:1] in {".", "'"} else line for line in text.split("\n"))


def flag(name):
    return {"long": "--", "longWithSingleDash": "-", "short": "-"}[name["kind"]] + name["name"]


def argument(value):
    """An argument's name, as usage shows it."""
    if value["kind"] == "positional":
        return f"<{value['valueName']}>"
    names = ", ".join(flag(name) for name in value["names"])
    return f"{names} <{value['valueName']}>" if value["kind"] == "option" else names


def usage(path, command):
    shown = [value for value in command.get("arguments", []) if value["shouldDisplay"]]
    words = [" ".join(path)]
    for value in shown:
        word = argument(value) if value["kind"] == "positional" else argument(value | {"names": [value["preferredName"]]})
        word += " ..." if value["isRepeating"] else ""
        words.append(f"[{word}]" if value["isOptional"] else word)
    if command.get("subcommands"):
        words.append("<subcommand>")
    return " ".join(words)


def page(path, command, version):
    name = "-".join(path)
    lines = [f'.TH "{name.upper()}" "1" "" "millrace {version}" "Millrace"', ".SH NAME"]
    lines.append(f"{escaped(name)} \\- {escaped(command.get('abstract', ''))}")
    lines += [".SH SYNOPSIS", escaped(usage(path, command))]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION"]
        lines += [".nf", escaped(command["discussion"]), ".fi"]
    shown = [value for value in command.get("arguments", []) if value["shouldDisplay"]]
    for title, kinds in ("ARGUMENTS", {"positional"}), ("OPTIONS", {"option", "flag"}):
        values = [value for value in shown if value["kind"] in kinds]
        if values:
            lines.append(f".SH {title}")
        for value in values:
            lines += [".TP", f".B {escaped(argument(value))}", escaped(value.get("abstract", "") or "\\&")]
    children = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    if children:
        lines.append(".SH COMMANDS")
    for child in children:
        lines += [".TP", f".B {escaped('-'.join([*path, child['commandName']]))}(1)", escaped(child.get("abstract", ""))]
    if len(path) > 1:
        lines += [".SH SEE ALSO", f".BR {escaped('-'.join(path[:-1]))} (1)"]
    return "\n".join(lines) + "\n"


def pages(path, command, version):
    """The pages of a command and of all below it, by their names."""
    if command["commandName"] == "help" or not command.get("shouldDisplay", True):
        return
    yield "-".join(path), page(path, command, version)
    for child in command.get("subcommands", []):
        yield from pages([*path, child["commandName"]], child, version)


def main(program, folder):
    run = lambda *arguments: subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("millrace*.1"):
        old.unlink()
    root = json.loads(run("--experimental-dump-help"))["command"]
    count = 0
    for name, text in pages(["millrace"], root, run("--version").strip()):
        (folder / f"{name}.1").write_text(text)
        count += 1
    print(f"{count} man pages in {folder}")


if __name__ == "__main__":
    main(*sys.argv[1:])
