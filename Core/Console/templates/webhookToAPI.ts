import type { Template } from "../workflows/fromTemplate";

export const webhookToAPI: Template = {
  id: "webhook-to-api",
  name: "Webhook to API",
  description: "Receives a webhook, checks it and passes it on to an API with retries.",
  needs: [{
    name: "TARGET_URL",
    note: "Receives a POST request for each event.",
    example: "https://api.example.com/events",
  }],
  trigger: { type: "http", method: "POST" },
  entry: "check",
  nodes: [
    {
      id: "check",
      type: "step",
      name: "Check the event",
      at: [0, 0],
      data: {
        code: "const { id, type } = event.payload ?? {};\n" +
          "if (!id || !type) throw new NonRetryableError('The event has no id or no type.');\n" +
          "return { id, type, receivedAt: event.timestamp };",
      },
    },
    {
      id: "deliver",
      type: "http_request",
      name: "Deliver it",
      at: [0, 140],
      data: {
        method: "POST",
        url: "{{env.TARGET_URL}}",
        body: { id: "{{check.id}}", type: "{{check.type}}", receivedAt: "{{check.receivedAt}}" },
        retryLimit: 8,
        retryDelay: "10 seconds",
        backoff: "exponential",
      },
    },
    {
      id: "result",
      type: "step",
      name: "Result",
      at: [0, 280],
      data: { code: "return { id: {{check.id}}, status: {{deliver.status}} };" },
    },
  ],
  edges: [["check", "deliver"], ["deliver", "result"]],
};
