"""Holds the schema of workflow documents to the compiler: whatever compiles is valid by it, and what it refuses does not
compile. The documents are those of Tests/Fixtures, as they are and with one value at a time replaced or removed: the same
ones each time, and others with MILLRACE_SEED=N."""

import copy
import json
import os
import pathlib
import random
import sys
import urllib.error
import urllib.request

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "Fixtures" / "workflows"
# Of each type, and what texts are told from.
VALUES = [None, True, 1, 1.5, "", "text", "2", "5 minutes", "{{event.payload.a}}", [], [1], {}, {"a": 1}]
ABSENT = object()
AUTHS = [{"type": "none"}, {"type": "bearer", "secret": "SHOP"}, {"type": "closed"},
         {"type": "hmac", "secret": "SHOP", "header": "X-Shop"}]


def compiles(server, document):
    body = {"ir": document, "provider": "cloudflare"}
    if isinstance(document, dict) and document.get("kind") == "script":
        body["kind"] = "script"
    request = urllib.request.Request(
        f"{server.base}/api/compile", json.dumps(body).encode(),
        {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request):
            return True
    except urllib.error.HTTPError as error:
        if error.code != 400:
            sys.exit(f"{error.code} for {json.dumps(document)[:2000]}")
        return False


def places(value, path=()):
    """Every place within a value."""
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, member in members:
        yield from places(member, (*path, key))


def changed(document, path, value):
    document = copy.deepcopy(document)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    if value is ABSENT:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return document


def hold(server, description, changes=1000):
    from jsonschema import Draft202012Validator
    schema = {"$ref": "#/components/schemas/WorkflowDocument", "components": description["components"]}
    validator = Draft202012Validator(schema)
    seed = int(os.environ.get("MILLRACE_SEED", 1))
    choose = random.Random(seed)
    # Without those that have nodes of plugins: none is installed here.
    documents = [document for file in sorted(FIXTURES.glob("*.json")) if not file.name.endswith(".expected.json")
                 and compiles(server, document := json.loads(file.read_text()))]
    documents += [{**documents[0], "trigger": {"type": "http", "auth": auth}} for auth in AUTHS * 3]
    tried = list(documents)
    for _ in range(changes):
        document = choose.choice(documents)
        tried.append(changed(document, choose.choice(list(places(document))), choose.choice([*VALUES, ABSENT])))
    compiled = refused = 0
    for document in tried:
        problem = next(validator.iter_errors(document), None)
        if not compiles(server, document):
            refused += problem is not None
            continue
        compiled += 1
        if problem:
            sys.exit(f"The schema refuses what compiles (seed {seed}), at {list(problem.absolute_path)}: "
                     f"{problem.message[:500]}\n{json.dumps(document)[:4000]}")
    if len(documents) < 40 or compiled < len(documents) + changes // 20 or not refused:
        sys.exit(f"Too little was held to the schema: {compiled} compiled, {refused} refused by it (seed {seed}).")
    print(f"Of {len(tried)} documents {compiled} compile, all valid by the schema; {refused} it refuses.")
