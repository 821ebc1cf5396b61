import type { Template } from "../workflows/fromTemplate";

export const approval: Template = {
  id: "approval",
  name: "Approval by a person",
  description: "Asks for a decision and waits up to three days for it; without one, the request is declined.",
  needs: [{
    name: "NOTIFY_URL",
    note: "Receives the request for a decision, with the id of the run that the answer is sent to.",
    example: "https://hooks.example.com/approvals",
  }],
  trigger: { type: "http", method: "POST" },
  entry: "ask",
  nodes: [
    {
      id: "ask",
      type: "http_request",
      name: "Ask for a decision",
      at: [0, 0],
      data: {
        method: "POST",
        url: "{{env.NOTIFY_URL}}",
        body: { request: "{{trigger}}", run: "{{event.instanceId}}" },
      },
    },
    { id: "wait", type: "try_catch", name: "Wait for the answer", at: [0, 140], data: {} },
    {
      id: "decision",
      type: "wait_for_event",
      name: "Decision",
      at: [-160, 280],
      data: { eventType: "decision", timeout: "3 days" },
    },
    {
      id: "answer",
      type: "step",
      name: "Read the answer",
      at: [-160, 420],
      data: { code: "return { approved: decision.payload?.approved === true, by: decision.payload?.by ?? null };" },
    },
    {
      id: "timeout",
      type: "step",
      name: "No answer",
      at: [160, 280],
      data: { code: "return { approved: false, by: null };" },
    },
    {
      id: "outcome",
      type: "branch",
      name: "Approved?",
      at: [0, 560],
      data: {
        branches: [
          { label: "approved", condition: "{{wait.approved}}" },
          { label: "declined", condition: "" },
        ],
      },
    },
    {
      id: "carryOut",
      type: "step",
      name: "Approved",
      at: [-160, 700],
      data: { code: "return { status: 'approved', by: {{wait.by}}, request: event.payload };" },
    },
    {
      id: "decline",
      type: "step",
      name: "Declined",
      at: [160, 700],
      data: { code: "return { status: 'declined', by: {{wait.by}}, request: event.payload };" },
    },
  ],
  edges: [
    ["ask", "wait"],
    ["wait", "decision", "try"],
    ["decision", "answer"],
    ["wait", "timeout", "catch"],
    ["wait", "outcome", "then"],
    ["outcome", "carryOut", "approved"],
    ["outcome", "decline", "declined"],
  ],
};
