import type { Template } from "../workflows/fromTemplate";

export const fallback: Template = {
  id: "fallback",
  name: "Fallback service",
  description: "Calls a service, and another one when the first fails for good.",
  needs: [
    { name: "PRIMARY_URL", note: "Is called first.", example: "https://primary.example.com/convert" },
    {
      name: "FALLBACK_URL",
      note: "Is called when the first one fails.",
      example: "https://fallback.example.com/convert",
    },
  ],
  trigger: { type: "http", method: "POST" },
  entry: "call",
  nodes: [
    { id: "call", type: "try_catch", name: "One of two services", at: [0, 0], data: {} },
    {
      id: "primary",
      type: "http_request",
      name: "First service",
      at: [-160, 140],
      data: {
        method: "POST",
        url: "{{env.PRIMARY_URL}}",
        body: "{{trigger}}",
        retryLimit: 2,
        retryDelay: "2 seconds",
        timeout: "20 seconds",
      },
    },
    {
      id: "secondary",
      type: "http_request",
      name: "Other service",
      at: [160, 140],
      data: { method: "POST", url: "{{env.FALLBACK_URL}}", body: "{{trigger}}" },
    },
    { id: "result", type: "step", name: "Result", at: [0, 280], data: { code: "return {{call.body}};" } },
  ],
  edges: [["call", "primary", "try"], ["call", "secondary", "catch"], ["call", "result", "then"]],
};
