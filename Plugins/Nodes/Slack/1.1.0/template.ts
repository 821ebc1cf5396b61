// Slack Web API: https://docs.slack.dev/apis/web-api/ and the pages of the methods below.
import {
  type Call,
  filled,
  json,
  list,
  NodeError,
  rawRequest,
  repeatsWrites,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

// Slack's own faults and its rate limit pass; every other error stays what it is however often it is tried.
const passing = new Set(["ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"]);

function sending(params: any): [method: string, body: Record<string, unknown>] {
  const { channel, text, ts } = params;
  const blocks = json(params.blocks, "blocks");
  switch (params.action ?? "Send Message") {
    case "Send Message":
      return ["chat.postMessage", { channel, text, blocks, thread_ts: params.threadTs }];
    case "Update Message":
      return ["chat.update", { channel, ts, text, blocks }];
    case "Delete Message":
      return ["chat.delete", { channel, ts }];
    case "Set Channel Topic":
      return ["conversations.setTopic", { channel, topic: params.topic }];
    case "Invite to Channel":
      return ["conversations.invite", { channel, users: list(params.users).join(",") }];
    default:
      throw unknownAction("Slack", params.action);
  }
}

export default async function (env: any, given: any, _call: Call) {
  const params = filled(given);
  const slack: Vendor = {
    name: "Slack",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://slack.com/api",
    headers: {
      "authorization": `Bearer ${secret(env, "SLACK_BOT_TOKEN")}`,
      "content-type": "application/json; charset=utf-8",
    },
    failure: (body) => ({ code: body.error }),
  };
  if (params.action === "Request") return await rawRequest(slack, params);
  const [method, body] = sending(params);
  const answer = await request(slack, "POST", `/${method}`, { json: body, expects: "ok" });
  if (answer.ok !== true) {
    const code = answer.error ?? "unknown_error";
    // Slack refuses with status 200.
    throw new NodeError("Slack", { code, status: 200, message: `${method} failed`, retryable: passing.has(code) });
  }
  const channel = typeof answer.channel === "object" ? answer.channel?.id : answer.channel;
  return { ok: true, channel: channel ?? params.channel, ts: answer.ts ?? null, text: answer.message?.text ?? null };
}
