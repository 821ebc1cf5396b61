import type { Template } from "../workflows/fromTemplate";

export const timeLimit: Template = {
  id: "time-limit",
  name: "Answer within a time",
  description: "Asks a service, and continues with a standard answer when it takes longer than 30 seconds.",
  needs: [{ name: "SERVICE_URL", note: "Receives the question.", example: "https://api.example.com/quotes" }],
  trigger: { type: "http", method: "POST" },
  entry: "first",
  nodes: [
    { id: "first", type: "race", name: "Whichever is first", at: [0, 0], data: {} },
    {
      id: "ask",
      type: "http_request",
      name: "Ask the service",
      at: [-160, 140],
      data: { method: "POST", url: "{{env.SERVICE_URL}}", body: "{{trigger}}" },
    },
    {
      id: "answer",
      type: "step",
      name: "Its answer",
      at: [-160, 280],
      data: { code: "return { source: 'service', answer: {{ask.body}} };" },
    },
    { id: "limit", type: "sleep", name: "30 seconds", at: [160, 140], data: { duration: "30 seconds" } },
    {
      id: "standard",
      type: "step",
      name: "Standard answer",
      at: [160, 280],
      data: { code: "return { source: 'standard', answer: null };" },
    },
    { id: "result", type: "step", name: "Result", at: [0, 420], data: { code: "return {{first}};" } },
  ],
  edges: [
    ["first", "ask"],
    ["ask", "answer"],
    ["first", "limit"],
    ["limit", "standard"],
    ["first", "result", "then"],
  ],
};
