"""Fails where the table of Cloudflare's calls and the permissions that they need is not that of the code.

    python3 Tests/Lint/calls.py [--write]

The table is in Plugins/Cloudflare/README.md, made from every `APICall` of the provider; --write makes it anew.
"""

import pathlib
import re
import sys

PROVIDER = pathlib.Path("Plugins/Cloudflare")
PAGE = PROVIDER / "README.md"
HEADING = "## Calls and permissions\n"
# Its calls are of what does not exist, to learn what a token may do.
PROBES = "PermissionProbe.swift"
FUNCTION = re.compile(r"func (\w+)\(_ request: ResourceRequest\)[^{]*-> \[String\] \{(.*?)\n    \}", re.DOTALL)


def arguments(text, start):
    """The texts between the commas of the parenthesis at `start`."""
    depth, piece, found = 0, "", []
    for character in text[start:]:
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if depth == 0:
            return found + [piece[1:] if not found else piece]
        if character == "," and depth == 1:
            found.append(piece[1:] if not found else piece)
            piece = ""
        else:
            piece += character
    raise ValueError(f"A call does not end: {text[start : start + 80]}")


class Paths:
    """What the expressions of paths are, with `:name` for what is known at run time only."""

    def __init__(self, sources):
        self.functions = {}
        for text in sources.values():
            for name, body in FUNCTION.findall(text):
                self.functions[name] = re.sub(r"^return ", "", body.strip().splitlines()[-1].strip())

    def parts(self, expression, before):
        expression = re.sub(r"^(try await |try |await )+", "", " ".join(expression.split())).removeprefix("api.")
        if match := re.fullmatch(r"(.+?) \+ (\[.*\])", expression):
            return self.parts(match[1], before) + self.parts(match[2], before)
        if match := re.match(r"ofAccount\(", expression):
            return ["accounts", ":account"] + [self.part(each) for each in arguments(expression, match.end() - 1)]
        if expression.startswith("["):
            return [self.part(each) for each in arguments(expression, 0)]
        if match := re.fullmatch(r"(\w+)\(request\)", expression):
            return self.parts(self.functions[match[1]], before)
        if definitions := re.findall(rf"let {expression} = (.+)", before):
            return self.parts(definitions[-1], before)
        raise ValueError(f"The path {expression} is not understood")

    @staticmethod
    def part(expression):
        expression = expression.strip()
        if match := re.fullmatch(r'"([^"]*)"', expression):
            return match[1]
        if match := re.fullmatch(r'request\.parameter\("(\w+)"\)', expression):
            return f":{match[1]}"
        return ":" + re.findall(r"\w+", expression)[-1]


def calls(sources):
    """Permissions with their calls, in the order in which the code declares them."""
    cases = dict(re.findall(r'case (\w+) = "([^"]*)"', sources[PROVIDER / "Runtime/API/TokenPermission.swift"]))
    found = {name: set() for name in cases}
    paths = Paths(sources)
    for file, text in sources.items():
        if file.name == PROBES:
            continue
        for match in re.finditer(r"\bAPICall\(", text):
            values = arguments(text, match.end() - 1)
            needs = [each.strip().removeprefix("needs: .") for each in values if each.strip().startswith("needs:")]
            if not needs:
                continue
            path = "/".join(paths.parts(values[1].strip(), text[: match.start()]))
            found[needs[0]].add(f"`{values[0].strip()[1:].upper()} /{path}`")
    return [(cases[name] or "none", sorted(rows, key=lambda row: row.split()[::-1])) for name, rows in found.items() if rows]


def table(sources):
    lines = ["| Permission of the token | Calls |", "| --- | --- |"]
    lines += [f"| {name} | {'<br>'.join(rows)} |" for name, rows in calls(sources)]
    return (
        f"{HEADING}\nFrom the code, by `python3 Tests/Lint/calls.py --write`; `Edit` includes `Read`. `POST "
        "/accounts/:account/workers/assets/upload`\nhas the token of its session.\n\n" + "\n".join(lines) + "\n"
    )


def main():
    sources = {file: file.read_text() for file in sorted(PROVIDER.rglob("*.swift"))}
    page = PAGE.read_text()
    start = page.find(HEADING)
    before = page if start < 0 else page[:start]
    rest = "" if start < 0 else page[start + len(HEADING) :]
    after = rest[rest.find("\n## ") + 1 :] if "\n## " in rest else ""
    wanted = before.rstrip("\n") + "\n\n" + table(sources) + (f"\n{after}" if after else "")
    if page == wanted:
        return print(f"the table of {sum(len(rows) for _, rows in calls(sources))} calls is that of the code")
    if "--write" in sys.argv:
        return print("written") if PAGE.write_text(wanted) else None
    sys.exit(f"{PAGE}: the table of calls is not that of the code. Run python3 Tests/Lint/calls.py --write")


main()
