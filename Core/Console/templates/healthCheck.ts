import type { Template } from "../workflows/fromTemplate";

export const healthCheck: Template = {
  id: "health-check",
  name: "Health check",
  description: "Every five minutes, requests a page, and sends an alert when it fails or is slow.",
  needs: [
    { name: "PAGE_URL", note: "The page to check.", example: "https://www.example.com/health" },
    { name: "ALERT_URL", note: "Receives alerts.", example: "https://hooks.example.com/alerts" },
  ],
  trigger: { type: "cron", expression: "*/5 * * * *" },
  entry: "check",
  nodes: [
    {
      id: "check",
      type: "step",
      name: "Request the page",
      at: [0, 0],
      data: {
        code: "const start = Date.now();\n" +
          "try {\n" +
          "  const response = await fetch(env.PAGE_URL, { signal: AbortSignal.timeout(10_000) });\n" +
          "  return { ok: response.ok, status: response.status, milliseconds: Date.now() - start };\n" +
          "} catch (error) {\n" +
          "  return { ok: false, status: 0, milliseconds: Date.now() - start };\n" +
          "}",
        retryLimit: 0,
      },
    },
    {
      id: "health",
      type: "branch",
      name: "Healthy?",
      at: [0, 140],
      data: {
        branches: [
          { label: "failed", condition: "!{{check.ok}}" },
          { label: "slow", condition: "{{check.milliseconds}} > 3000" },
        ],
      },
    },
    {
      id: "failed",
      type: "http_request",
      name: "Report the failure",
      at: [-160, 280],
      data: {
        method: "POST",
        url: "{{env.ALERT_URL}}",
        body: { level: "error", text: "{{env.PAGE_URL}} responded with status {{check.status}}" },
      },
    },
    {
      id: "slow",
      type: "http_request",
      name: "Report the delay",
      at: [160, 280],
      data: {
        method: "POST",
        url: "{{env.ALERT_URL}}",
        body: { level: "warning", text: "{{env.PAGE_URL}} took {{check.milliseconds}} ms" },
      },
    },
    { id: "result", type: "step", name: "Result", at: [0, 420], data: { code: "return {{check}};" } },
  ],
  edges: [
    ["check", "health"],
    ["health", "failed", "failed"],
    ["health", "slow", "slow"],
    ["health", "result", "then"],
  ],
};
