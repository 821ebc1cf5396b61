import type { WorkflowNode } from "../../../Core/Console/document/model";
import { openDocument } from "../../../Core/Console/document/open";
import { readJSON } from "../../../Core/Console/document/json";

export function node(id: string, type = "step", data: WorkflowNode["data"] = { code: "return 1;" }): WorkflowNode {
  return { id, type, name: `Node ${id}`, version: "1.0.0", provider: "local", data };
}

/** A document with every kind of container, code that reads nodes, and members that the editor does not know. */
export const sampleText = `{
  "x-owner": {"team": 7.0, "limit": 12345678901234567890},
  "metadata": {"name": "Sample", "version": 1, "tags": ["b", "a"]},
  "trigger": {"type": "http", "path": "/orders"},
  "entryNodeId": "order",
  "nodes": [
    {"id": "order", "type": "step", "name": "Order", "version": "1.0.0", "provider": "local", "position": {"x": 0.50, "y": 0},
     "data": {"code": "return event.payload;", "retryLimit": 1e0}, "color": "red"},
    {"id": "size", "type": "branch", "name": "Size", "version": "1.0.0", "provider": "local", "position": {"x": 0, "y": 100},
     "data": {"branches": [{"label": "large", "condition": "order.amount > 500 && {{order.open}}", "color": "blue"}, {"label": "small", "condition": ""}]}},
    {"id": "large", "type": "http_request", "name": "Large", "version": "1.0.0", "provider": "local", "position": {"x": -120, "y": 200},
     "data": {"url": "https://example.com/{{ order.id }}?n=\${order.amount}", "body": {"text": "\\\\{{order}} {{order.items[0]['a b']}} {{orders.x}}"}}},
    {"id": "each", "type": "loop", "name": "Each", "version": "1.0.0", "provider": "local", "position": {"x": 120, "y": 200},
     "data": {"loopType": "forEach", "collection": "order.items", "itemVar": "line"}},
    {"id": "line_step", "type": "step", "name": "Line", "version": "1.0.0", "provider": "local", "position": {"x": 120, "y": 300},
     "data": {"code": "// order\\nconst text = 'order';\\nreturn { order, o: order.id, x: line.order, [\`\${order.id}\`]: text };"}},
    {"id": "end", "type": "step", "name": "End", "version": "1.0.0", "provider": "local", "position": {"x": 0, "y": 400},
     "data": {"code": "const order = 1; return order;"}}
  ],
  "edges": [
    {"id": "e1", "source": "order", "target": "size", "animated": true},
    {"id": "e2", "source": "size", "target": "large", "label": "large"},
    {"id": "e3", "source": "size", "target": "each", "label": "small"},
    {"id": "e4", "source": "each", "target": "line_step", "label": "body"},
    {"id": "e5", "source": "size", "target": "end", "label": "then"}
  ]
}`;

export function sample() {
  return openDocument(readJSON(sampleText))!;
}
