// Discord API: https://discord.com/developers/docs/resources/message and …/resources/webhook#execute-webhook,
// rate limits: https://discord.com/developers/docs/topics/rate-limits
import {
  actionSecret,
  type Call,
  filled,
  idempotencyKey,
  json,
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
  const content = filled({ content: params.content, embeds });
  if (action !== "Delete Message" && Object.keys(content).length === 0) {
    throw new NodeError("Discord", { message: "a message needs content or embeds" });
  }
  const expects = "id";
  switch (action) {
    case "Send Webhook Message": {
      const body = { ...content, ...filled({ username: params.username, avatar_url: params.avatarUrl }) };
      const query = { wait: true, thread_id: params.threadId };
      return messageOf(await request(discord, "POST", "", { query, json: body, expects }));
    }
    case "Send Channel Message": {
      // A message with the same nonce is not made twice within some minutes.
      const nonce = (await idempotencyKey(call)).replaceAll("-", "").slice(0, 25);
      const reference = params.replyTo ? { message_reference: { message_id: params.replyTo } } : {};
      const body = { ...content, ...reference, nonce, enforce_nonce: true };
      return messageOf(
        await request(discord, "POST", path`/channels/${params.channelId}/messages`, {
          json: body,
          expects,
          repeatable: true,
        }),
      );
    }
    case "Edit Message": {
      const address = path`/channels/${params.channelId}/messages/${params.messageId}`;
      return messageOf(await request(discord, "PATCH", address, { json: content, expects }));
    }
    case "Delete Message": {
      // Unknown Message: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
      const address = path`/channels/${params.channelId}/messages/${params.messageId}`;
      await remove(discord, address, {}, [10008]);
      return { id: params.messageId, channelId: params.channelId, content: null, timestamp: null, deleted: true };
    }
    default:
      throw unknownAction("Discord", params.action);
  }
}
