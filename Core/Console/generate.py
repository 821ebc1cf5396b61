"""Writes api/types.ts from the server's OpenAPI document: generate.py OPENAPI TYPES.

Each schema becomes an exported type; `Paths` has the parameters, bodies and responses of each operation.
"""

import json
import re
import sys

HEADER = "// Generated from the OpenAPI document by generate.py.\n"


def name_of(reference):
    return reference.rsplit("/", 1)[1]


def literal(value):
    return json.dumps(value, ensure_ascii=False)


def key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else literal(name)


def union(types):
    return " | ".join(dict.fromkeys(types))


def type_of(schema, depth):
    """The type of a schema; what has no type of its own is `unknown`."""
    if isinstance(schema, bool):
        return "unknown" if schema else "never"
    if "$ref" in schema:
        return name_of(schema["$ref"])
    if "const" in schema:
        return literal(schema["const"])
    if "enum" in schema:
        return union(literal(value) for value in schema["enum"])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return union(type_of(one, depth) for one in schema[several])
    kind = schema.get("type")
    if isinstance(kind, list):
        return union(type_of({**schema, "type": one}, depth) for one in kind)
    if kind in ("integer", "number"):
        return "number"
    if kind in ("string", "boolean", "null"):
        return kind
    if kind == "array":
        element = type_of(schema.get("items", {}), depth)
        return f"({element})[]" if " | " in element else f"{element}[]"
    if kind == "object" or "properties" in schema:
        return object_type(schema, depth)
    return "unknown"


def object_type(schema, depth):
    properties = schema.get("properties")
    if not properties:
        values = schema.get("additionalProperties", {})
        return f"Record<string, {type_of(values, depth) if isinstance(values, dict) else 'unknown'}>"
    required = schema.get("required", [])
    indent = "  " * (depth + 1)
    lines = ["{"]
    for name, member in properties.items():
        note = member.get("description", "") if isinstance(member, dict) else ""
        if note:
            lines.append(f"{indent}/** {note.strip()} */".replace("\n", " "))
        optional = "" if name in required else "?"
        lines.append(f"{indent}{key(name)}{optional}: {type_of(member, depth + 1)};")
    return "\n".join(lines + ["  " * depth + "}"])


def operation_type(document, operation):
    """The members `path`, `query`, `body` and `response` of an operation."""
    parameters = [document["components"]["parameters"][name_of(one["$ref"])] if "$ref" in one else one
                  for one in operation.get("parameters", [])]

    def group(place):
        members = [f"{key(one['name'])}{'' if one.get('required') else '?'}: {type_of(one['schema'], 3)}"
                   for one in parameters if one["in"] == place]
        return "{ " + "; ".join(members) + " }" if members else None

    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    successes = [response for status, response in operation["responses"].items() if status.startswith("2")]
    contents = [response.get("content", {}).get("application/json") for response in successes]
    answers = [type_of(content["schema"], 3) if content else "undefined" for content in contents]
    members = {"path": group("path"), "query": group("query"),
               "body": type_of(body["schema"], 3) if body else None, "response": union(answers) or "undefined"}
    return "{ " + "; ".join(f"{name}: {value or 'undefined'}" for name, value in members.items()) + " }"


def types_of(document):
    parts = [HEADER]
    for name, schema in document["components"]["schemas"].items():
        parts.append(f"export type {name} = {type_of(schema, 0)};\n")
    parts.append("export interface Paths {")
    for path, item in document["paths"].items():
        parts.append(f"  {literal(path)}: {{")
        parts += [f"    {method}: {operation_type(document, operation)};" for method, operation in item.items()]
        parts.append("  };")
    return "\n".join(parts + ["}", ""])


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        text = types_of(json.load(file))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(text)
