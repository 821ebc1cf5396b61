"""Documents for tests of the editor: one of each kind of node, as the corpus has them, and large ones."""

import json

from world import document, node



def edge(source, target, label=None):
    return {"id": f"{source}-{target}-{label or ''}", "source": source, "target": target, **({"label": label} if label else {})}


def graph(name, nodes, edges, **members):
    return {
        "kind": "workflow", "metadata": {"name": name, "version": 1}, "entryNodeId": nodes[0]["id"], "nodes": nodes,
        "edges": edges, **members,
    }


def code(identifier, text, y=140):
    return node(identifier, "step", identifier.title(), y, code=text)


def first():
    return node("first", "step", "First", 0, code="return { items: [1, 2], total: 900, ok: true };")


# By kind: the document, and what its run returns after the editor has added a last step that returns `{{LAST}}`.
KINDS = {
    "step": graph("Step", [first()], []),
    "inline": graph(
        "Inline", [node("price", "step", "Price", 0, inline=True, code="const price = 2;"), code("use", "return price;")],
        [edge("price", "use")]),
    "sleep": graph("Sleep", [first(), node("pause", "sleep", "Pause", 140, duration=20)], [edge("first", "pause")]),
    "sleep_until": graph(
        "Sleep until", [first(), node("until", "sleep_until", "Until", 140, timestamp="2020-01-01T00:00:00Z")],
        [edge("first", "until")]),
    "branch": graph(
        "Branch",
        [first(), node("size", "branch", "Size", 140, branches=[
            {"label": "large", "condition": "{{first.total}} > 500"}, {"label": "small", "condition": ""}]),
         code("large", "return 'large';", 280), code("small", "return 'small';", 280)],
        [edge("first", "size"), edge("size", "large", "large"), edge("size", "small", "small")]),
    "parallel": graph(
        "Parallel", [node("both", "parallel", "Both", 0), code("left", "return 1;"), code("right", "return 2;")],
        [edge("both", "left"), edge("both", "right")]),
    "race": graph(
        "Race", [node("race", "race", "Race", 0), code("left", "return 1;"), node("slow", "sleep", "Slow", 140, duration=5000)],
        [edge("race", "left"), edge("race", "slow")]),
    "loop": graph(
        "Loop", [node("each", "loop", "Each", 0, loopType="forEach", collection="[1, 2]", itemVar="n"), code("body", "return n;")],
        [edge("each", "body", "body")]),
    "break": graph(
        "Break",
        [node("loop", "loop", "Loop", 0, loopType="while"), code("body", "return i;"),
         node("leave", "break", "Leave", 280, condition="i >= 1")],
        [edge("loop", "body", "body"), edge("body", "leave")]),
    "try_catch": graph(
        "Try and catch",
        [node("safe", "try_catch", "Safe", 0), node("fail", "step", "Fail", 140, code="throw new NonRetryableError('no');"),
         code("caught", "return err.message;")],
        [edge("safe", "fail", "try"), edge("safe", "caught", "catch")]),
    "event": graph(
        "Event", [node("wait", "wait_for_event", "Wait", 0, eventType="go", timeout="1 minute")], []),
    "schedule": graph("Schedule", [first()], [], trigger={"type": "cron", "expression": "0 9 * * MON"}),
}


def spelled():
    """Text of a document whose numbers, order and members an editor could lose."""
    return ('{"x-owner":{"b":1.0,"a":12345678901234567},"metadata":{"version":1,"name":"Spelled"},"entryNodeId":"only",'
            '"nodes":[{"id":"only","type":"step","name":"Only","version":"1.0.0","provider":"cloudflare",'
            '"position":{"x":0.50,"y":1e1},"data":{"retryLimit":3,"code":"return 1;"},"color":"red"}],"edges":[]}')


def large(count):
    """A chain with a branch or a loop every ten nodes."""
    nodes, edges = [node("n0", "step", "Begin", 0, code="return { n: 0 };")], []
    last, label, y = "n0", None, 0
    while len(nodes) < count:
        y += 140
        number = len(nodes)
        if number % 10 == 5 and number + 3 < count:
            nodes.append(node(f"n{number}", "branch", f"Choose {number}", y, branches=[
                {"label": "yes", "condition": "{{n0.n}} > 1"}, {"label": "no", "condition": ""}]))
            edges.append(edge(last, f"n{number}", label))
            for index, arm in enumerate(("yes", "no"), 1):
                inner = node(f"n{number + index}", "step", f"Arm {number + index}", y + 140, code="return 1;")
                inner["position"]["x"] = -140 if arm == "yes" else 140
                nodes.append(inner)
                edges.append(edge(f"n{number}", inner["id"], arm))
            last, label, y = f"n{number}", "then", y + 140
            continue
        made = node(f"n{number}", "step", f"Step {number}", y, code=f"return {{ value: {number} }};")
        made["position"]["x"] = 260 * (number % 4)
        nodes.append(made)
        edges.append(edge(last, made["id"], label))
        last, label = made["id"], None
    return graph(f"{count} nodes", nodes, edges)


def pasted(nodes, edges=()):
    """Nodes as the editor puts them on the clipboard."""
    return json.dumps({"type": "millrace.nodes", "nodes": nodes, "edges": list(edges), "layout": {}})


__all__ = ["KINDS", "document", "edge", "graph", "large", "pasted", "spelled"]
