// Slack Web API: https://docs.slack.dev/apis/web-api/ and the pages of the methods below; files:
// https://docs.slack.dev/messaging/working-with-files#uploading_files
import {
  bytesOf,
  collect,
  fileOf,
  filled,
  flag,
  json,
  limitOf,
  list,
  NodeError,
  rawRequest,
  repeatsWrites,
  request,
  requestText,
  required,
  secret,
  unknownAction,
  type Vendor,
  withoutSecrets,
} from "@millrace/node";

// Slack's own faults and its rate limit pass; every other error stays what it is however often it is tried.
const passing = new Set(["ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"]);
// Of these nothing is known of whether the method was executed.
const unclear = new Set(["internal_error", "fatal_error", "request_timeout"]);

function messageOf(message: any) {
  return {
    ts: message.ts ?? null,
    threadTs: message.thread_ts ?? null,
    user: message.user ?? message.bot_id ?? null,
    text: message.text ?? null,
  };
}

function userOf(user: any) {
  return {
    id: user.id,
    name: user.name ?? null,
    realName: user.real_name ?? user.profile?.real_name ?? null,
    email: user.profile?.email ?? null,
    isBot: user.is_bot ?? null,
    deleted: user.deleted ?? null,
  };
}

function channelOf(channel: any) {
  return {
    id: channel.id,
    name: channel.name ?? null,
    isPrivate: channel.is_private ?? null,
    isArchived: channel.is_archived ?? null,
    members: channel.num_members ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const slack: Vendor = {
    name: "Slack",
    base: params.baseUrl || "https://slack.com/api",
    repeatsWrites: repeatsWrites(params),
    headers: { authorization: `Bearer ${secret(env, "SLACK_BOT_TOKEN")}` },
    failure: (body) => ({ code: body.error }),
  };
  /** Slack refuses with status 200. */
  const checked = (method: string, answer: any, repeatable: boolean) => {
    if (answer.ok === true) return answer;
    const code = answer.error ?? "unknown_error";
    const retryable = passing.has(code) && (repeatable || slack.repeatsWrites === true || !unclear.has(code));
    throw new NodeError("Slack", { code, status: 200, message: `${method} failed`, retryable });
  };
  if (params.action === "Request") {
    const { response } = await rawRequest(slack, params);
    const isRefused = typeof response.body === "object" && (response.body as any)?.ok === false;
    if (isRefused) checked(String(params.requestPath), response.body, false);
    return { response };
  }
  const headers = { "content-type": "application/json; charset=utf-8" };
  const write = async (method: string, body: Record<string, unknown>, repeatable = true) => {
    const sending = { headers, json: filled(body), expects: "ok", repeatable };
    return checked(method, await request(slack, "POST", `/${method}`, sending), repeatable);
  };
  // Methods that read take no JSON.
  const read = async (method: string, query: Record<string, any>) =>
    checked(method, await request(slack, "GET", `/${method}`, { query, expects: "ok" }), true);
  /** Does what an earlier attempt may have done already, which Slack then refuses with the code. */
  const settled = async (code: string, method: string, body: Record<string, unknown>) => {
    try {
      return await write(method, body);
    } catch (error) {
      if (!(error instanceof NodeError) || error.code !== code) throw error;
      return {};
    }
  };
  const pages = (method: string, query: Record<string, any>, member: string) =>
    collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
      const answer = await read(method, { ...query, cursor, limit: Math.min(missing, 200) });
      if (!Array.isArray(answer[member])) throw new NodeError("Slack", { message: `no ${member}`, retryable: true });
      return { items: answer[member] as any[], next: answer.response_metadata?.next_cursor };
    });
  const { text, ts } = params;
  const blocks = json(params.blocks, "blocks");
  const action = params.action ?? "Send Message";
  /** Only chat.postMessage takes a name; a user's id stands for the conversation with that user. */
  const channel = async (): Promise<string> => {
    const said = String(required(params.channel, "channel"));
    if (/^[UW][A-Z0-9]+$/.test(said)) return (await write("conversations.open", { users: said })).channel.id;
    if (said.includes("@") && !said.startsWith("@")) {
      const { user } = await read("users.lookupByEmail", { email: said });
      return (await write("conversations.open", { users: user.id })).channel.id;
    }
    if (!said.startsWith("#")) return said;
    const types = "public_channel,private_channel";
    for (let cursor: string | undefined, page = 0; page < 20; page++) {
      const answer = await read("conversations.list", { types, exclude_archived: true, limit: 1000, cursor });
      const found = (answer.channels ?? []).find((one: any) => one.name === said.slice(1));
      if (found) return found.id;
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    throw new NodeError("Slack", { code: "channel_not_found", message: `there is no channel ${said}` });
  };
  switch (action) {
    case "Send Message": {
      const said = String(required(params.channel, "channel"));
      const target = said.startsWith("#") ? said : await channel();
      const thread = { thread_ts: params.threadTs, reply_broadcast: flag(params.broadcast) };
      const answer = await write("chat.postMessage", { channel: target, text, blocks, ...thread }, false);
      return { ok: true, channel: answer.channel ?? target, ts: answer.ts ?? null, text: answer.message?.text ?? null };
    }
    case "Send Ephemeral Message": {
      const body = { channel: await channel(), user: params.user, text, blocks, thread_ts: params.threadTs };
      const answer = await write("chat.postEphemeral", body, false);
      return { ok: true, channel: body.channel, ts: answer.message_ts ?? null };
    }
    case "Schedule Message": {
      const at = /^\d+$/.test(String(params.postAt)) ? Number(params.postAt) : Date.parse(params.postAt) / 1_000;
      if (!(at > 0)) throw new NodeError("Slack", { message: `"${params.postAt}" is not a time` });
      const body = { channel: await channel(), text, blocks, post_at: Math.floor(at), thread_ts: params.threadTs };
      const answer = await write("chat.scheduleMessage", body, false);
      return { ok: true, channel: answer.channel ?? body.channel, scheduledId: answer.scheduled_message_id ?? null };
    }
    case "Update Message": {
      const id = await channel();
      const answer = await write("chat.update", { channel: id, ts, text, blocks });
      return { ok: true, channel: id, ts: answer.ts ?? ts, text: answer.message?.text ?? null };
    }
    case "Delete Message": {
      const id = await channel();
      await settled("message_not_found", "chat.delete", { channel: id, ts });
      return { ok: true, channel: id, ts };
    }
    case "Add Reaction": {
      const id = await channel();
      const name = String(required(params.emoji, "emoji")).replaceAll(":", "");
      await settled("already_reacted", "reactions.add", { channel: id, timestamp: ts, name });
      return { ok: true, channel: id, ts };
    }
    case "Get Messages": {
      const id = await channel();
      const { items, hasMore } = await pages("conversations.history", {
        channel: id,
        oldest: params.oldest,
        latest: params.latest,
      }, "messages");
      return { ok: true, channel: id, messages: items.map(messageOf), hasMore };
    }
    case "Get Replies": {
      const id = await channel();
      const { items, hasMore } = await pages("conversations.replies", { channel: id, ts }, "messages");
      return { ok: true, channel: id, messages: items.map(messageOf), hasMore };
    }
    case "Upload File": {
      const id = await channel();
      const file = fileOf(required(params.file, "file"), "file")!;
      const bytes = bytesOf(file);
      const filename = file.name ?? "file";
      const { upload_url, file_id } = await read("files.getUploadURLExternal", { filename, length: bytes.length });
      if (typeof upload_url !== "string" || !file_id) {
        throw new NodeError("Slack", { message: "there is no address to upload to", retryable: true });
      }
      // The address holds its own authorization.
      const place: Vendor = { name: "Slack", base: upload_url };
      const said = await requestText(place, "POST", "", { bytes, contentType: file.contentType });
      if (!said.startsWith("OK")) {
        throw new NodeError("Slack", { message: withoutSecrets(said).slice(0, 300), status: 200 });
      }
      const files = [filled({ id: file_id, title: params.title ?? filename })];
      const body = { files, channel_id: id, initial_comment: text, thread_ts: params.threadTs };
      await write("files.completeUploadExternal", body, false);
      return { ok: true, channel: id, fileId: file_id };
    }
    case "Create Channel": {
      const body = { name: params.name, is_private: flag(params.isPrivate) };
      const answer = await write("conversations.create", body, false);
      return { ok: true, channel: answer.channel?.id ?? null, name: answer.channel?.name ?? null };
    }
    case "Archive Channel": {
      const id = await channel();
      await settled("already_archived", "conversations.archive", { channel: id });
      return { ok: true, channel: id };
    }
    case "List Channels": {
      const types = params.channelTypes ?? "public_channel";
      const { items, hasMore } = await pages("conversations.list", { types, exclude_archived: true }, "channels");
      return { ok: true, channels: items.map(channelOf), hasMore };
    }
    case "Set Channel Topic": {
      const id = await channel();
      await write("conversations.setTopic", { channel: id, topic: params.topic });
      return { ok: true, channel: id };
    }
    case "Invite to Channel": {
      const id = await channel();
      await settled("already_in_channel", "conversations.invite", { channel: id, users: list(params.users).join(",") });
      return { ok: true, channel: id };
    }
    case "List Users": {
      const { items, hasMore } = await pages("users.list", {}, "members");
      return { ok: true, users: items.map(userOf), hasMore };
    }
    case "Find User": {
      const { user } = await read("users.lookupByEmail", { email: params.email });
      if (!user?.id) throw new NodeError("Slack", { message: "no user", retryable: true });
      return { ok: true, user: userOf(user) };
    }
    default:
      throw unknownAction("Slack", params.action);
  }
}
