// Slack Web API: https://docs.slack.dev/apis/web-api/ and the pages of the methods below.

type Action = "Send Message" | "Update Message" | "Delete Message" | "Set Channel Topic" | "Invite to Channel";

interface Params {
  action?: Action;
  channel: string;
  text?: string;
  blocks?: unknown;
  threadTs?: string;
  ts?: string;
  topic?: string;
  users?: string;
  baseUrl?: string;
}

interface Env {
  SLACK_BOT_TOKEN: string;
}

interface Answer {
  ok: boolean;
  error?: string;
  channel?: string | { id?: string };
  ts?: string;
  message?: { text?: string };
  topic?: string;
}

/** `retryable: false` ends the step; anything else is tried again as the step's retries say. */
class SlackError extends Error {
  override name = "SlackError";
  constructor(message: string, readonly retryable: boolean, readonly retryAfter?: number) {
    super(message);
  }
}

// Slack's own faults and its rate limit pass; every other error stays what it is however often it is tried.
const passing = new Set(["ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"]);

function request(params: Params): [method: string, body: Record<string, unknown>] {
  const { channel, text, blocks, ts } = params;
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
      return ["conversations.invite", { channel, users: params.users }];
    default:
      throw new SlackError(`Slack: unknown action "${params.action}"`, false);
  }
}

export default async function (env: Env, params: Params) {
  if (!env.SLACK_BOT_TOKEN) throw new SlackError("Slack: the variable SLACK_BOT_TOKEN is not set", false);
  const [method, body] = request(params);
  const base = (params.baseUrl ?? "https://slack.com/api").replace(/\/+$/, "");
  const response = await fetch(`${base}/${method}`, {
    method: "POST",
    headers: {
      "authorization": `Bearer ${env.SLACK_BOT_TOKEN}`,
      "content-type": "application/json; charset=utf-8",
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) {
    const retryable = response.status === 429 || response.status >= 500;
    const retryAfter = Number(response.headers.get("retry-after")) || undefined;
    await response.body?.cancel();
    throw new SlackError(`Slack ${method}: HTTP ${response.status}`, retryable, retryAfter);
  }
  let answer: Answer;
  try {
    answer = await response.json();
  } catch {
    throw new SlackError(`Slack ${method}: the answer is not JSON`, true);
  }
  if (!answer.ok) {
    const code = answer.error ?? "unknown_error";
    throw new SlackError(`Slack ${method}: ${code}`, passing.has(code));
  }
  return {
    ok: true,
    channel: (typeof answer.channel === "object" ? answer.channel.id : answer.channel) ?? params.channel,
    ts: answer.ts ?? null,
    text: answer.message?.text ?? null,
  };
}
