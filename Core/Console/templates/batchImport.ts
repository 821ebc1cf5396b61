import type { Template } from "../workflows/fromTemplate";

export const batchImport: Template = {
  id: "batch-import",
  name: "Import of a list",
  description: "Sends each item of a list to an API; items that fail are collected and do not stop the others.",
  needs: [{
    name: "IMPORT_URL",
    note: "Receives a POST request for each item.",
    example: "https://api.example.com/items",
  }],
  trigger: { type: "http", method: "POST" },
  entry: "each",
  nodes: [
    {
      id: "each",
      type: "loop",
      name: "Each item",
      at: [0, 0],
      data: { loopType: "forEach", collection: "{{trigger.items}}", itemVar: "item", indexVar: "index" },
    },
    { id: "attempt", type: "try_catch", name: "Send or note", at: [0, 140], data: {} },
    {
      id: "send",
      type: "http_request",
      name: "Send the item",
      at: [-180, 280],
      data: { method: "POST", url: "{{env.IMPORT_URL}}", body: "{{item}}", retryLimit: 3, retryDelay: "5 seconds" },
    },
    {
      id: "sent",
      type: "step",
      name: "Sent",
      at: [-180, 420],
      data: { code: "return { index, ok: true, status: {{send.status}} };" },
    },
    {
      id: "failed",
      type: "step",
      name: "Failed",
      at: [180, 280],
      data: { code: "return { index, ok: false, reason: err.message };" },
    },
    {
      id: "report",
      type: "step",
      name: "Report",
      at: [0, 560],
      data: {
        code: "const results: { ok: boolean }[] = each;\n" +
          "return { imported: results.filter((one) => one.ok).length, failed: results.filter((one) => !one.ok) };",
      },
    },
  ],
  edges: [
    ["each", "attempt", "body"],
    ["attempt", "send", "try"],
    ["send", "sent"],
    ["attempt", "failed", "catch"],
    ["each", "report", "then"],
  ],
};
