// Discord API: https://discord.com/developers/docs/resources/message and …/resources/webhook#execute-webhook,
// rate limits: https://discord.com/developers/docs/topics/rate-limits
import {
  actionSecret,
  type Call,
  collect,
  fileOf,
  filled,
  idempotencyKey,
  json,
  limitOf,
  list,
  multipart,
  NodeError,
  path,
  rawRequest,
  remove,
  repeatsWrites,
  request,
  unknownAction,
  type Vendor,
} from "@millrace/node";

function messageOf(message: any) {
  return {
    id: message.id,
    channelId: message.channel_id ?? null,
    content: message.content ?? null,
    timestamp: message.timestamp ?? null,
    deleted: false,
  };
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const action = params.action ?? "Send Webhook Message";
  const isWebhook = action === "Send Webhook Message";
  const discord: Vendor = {
    name: "Discord",
    repeatsWrites: repeatsWrites(params),
    base: isWebhook ? actionSecret(env, "DISCORD_WEBHOOK_URL") : params.baseUrl || "https://discord.com/api/v10",
    headers: isWebhook ? {} : { authorization: `Bot ${actionSecret(env, "DISCORD_BOT_TOKEN")}` },
    failure: (body) => ({ code: body.code, message: body.message, retryAfter: body.retry_after }),
  };
  if (params.action === "Request") return await rawRequest(discord, params);
  const embeds = json(params.embeds, "embeds");
  // A text that comes from elsewhere must not call everybody: https://discord.com/developers/docs/resources/message#allowed-mentions-object
  const mentions = { parse: list(params.mentions ?? "users") };
  const content: Record<string, any> = filled({ content: params.content, embeds });
  const isWritten = action.startsWith("Send") || action === "Edit Message";
  const file = isWritten ? fileOf(params.file, "file") : undefined;
  if (isWritten && !file && Object.keys(content).length === 0) {
    throw new NodeError("Discord", { message: "a message needs content or embeds" });
  }
  content.allowed_mentions = mentions;
  /** A message with a file is a form, with the rest of it as JSON. */
  const sent = (body: Record<string, unknown>) =>
    file ? { multipart: multipart({ payload_json: body }, { "files[0]": file }) } : { json: body };
  const expects = "id";
  switch (action) {
    case "Send Webhook Message": {
      const body = { ...content, ...filled({ username: params.username, avatar_url: params.avatarUrl }) };
      const query = { wait: true, thread_id: params.threadId };
      return messageOf(await request(discord, "POST", "", { query, ...sent(body), expects }));
    }
    case "Send Channel Message": {
      // A message with the same nonce is not made twice within some minutes.
      const nonce = (await idempotencyKey(call)).replaceAll("-", "").slice(0, 25);
      const reference = params.replyTo ? { message_reference: { message_id: params.replyTo } } : {};
      const body = { ...content, ...reference, nonce, enforce_nonce: true };
      return messageOf(
        await request(discord, "POST", path`/channels/${params.channelId}/messages`, {
          ...sent(body),
          expects,
          repeatable: true,
        }),
      );
    }
    case "Edit Message": {
      const address = path`/channels/${params.channelId}/messages/${params.messageId}`;
      return messageOf(await request(discord, "PATCH", address, { ...sent(content), expects }));
    }
    case "Delete Message": {
      // Unknown Message: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
      const address = path`/channels/${params.channelId}/messages/${params.messageId}`;
      await remove(discord, address, {}, [10008]);
      return { id: params.messageId, channelId: params.channelId, content: null, timestamp: null, deleted: true };
    }
    case "Get Messages": {
      // Newest first, 100 a page: https://discord.com/developers/docs/resources/message#get-channel-messages
      const { items, hasMore } = await collect(limitOf(params.limit), async (before: string | undefined, missing) => {
        const limit = Math.min(missing, 100);
        const query = { limit, before: before ?? params.before };
        const found = await request(discord, "GET", path`/channels/${params.channelId}/messages`, {
          query,
          expects: "[]",
        });
        return { items: found as any[], next: found.at(-1)?.id };
      });
      const messages = items.map((one) => ({ ...messageOf(one), author: one.author?.username ?? null }));
      return { channelId: params.channelId, messages, hasMore };
    }
    case "Add Reaction": {
      const address = path`/channels/${params.channelId}/messages/${params.messageId}/reactions/${params.emoji}/@me`;
      await request(discord, "PUT", address);
      return { id: params.messageId, channelId: params.channelId };
    }
    case "Create Thread": {
      const base = path`/channels/${params.channelId}`;
      const address = params.messageId ? base + path`/messages/${params.messageId}/threads` : `${base}/threads`;
      const kind = params.messageId ? {} : { type: 11 };
      const made = await request(discord, "POST", address, { json: { name: params.name, ...kind }, expects });
      return { id: made.id, channelId: params.channelId, name: made.name ?? null };
    }
    case "Add Role":
      await request(discord, "PUT", path`/guilds/${params.guildId}/members/${params.userId}/roles/${params.roleId}`);
      return { id: params.userId };
    default:
      throw unknownAction("Discord", params.action);
  }
}
