// Telegram Bot API: https://core.telegram.org/bots/api#sendmessage, #editmessagetext, #deletemessage, #sendphoto, errors:
// https://core.telegram.org/bots/api#making-requests
import {
  filled,
  flag,
  json,
  NodeError,
  numberOf,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

function messageOf(message: any) {
  return {
    messageId: message.message_id ?? null,
    chatId: message.chat?.id ?? null,
    chatType: message.chat?.type ?? null,
    text: message.text ?? message.caption ?? null,
    fileId: message.photo?.at(-1)?.file_id ?? null,
    date: message.date ?? null,
    deleted: false,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const telegram: Vendor = {
    name: "Telegram",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.telegram.org",
    failure: (body) => ({ code: body.error_code, message: body.description, retryAfter: body.parameters?.retry_after }),
  };
  // A bot's token holds a colon, which stays as it is.
  const bot = path`/bot${secret(env, "TELEGRAM_BOT_TOKEN")}`.replace("%3A", ":");
  if (params.action === "Request") return await rawRequest({ ...telegram, base: telegram.base + bot }, params);
  const chat = required(params.chatId, "chatId");
  const more = {
    parse_mode: params.parseMode === "plain" ? undefined : params.parseMode,
    reply_markup: json(params.replyMarkup, "replyMarkup"),
  };
  const sent = {
    ...more,
    disable_notification: flag(params.silent) || undefined,
    reply_parameters: params.replyTo ? { message_id: numberOf(params.replyTo, "replyTo") } : undefined,
  };
  const call = async (method: string, body: Record<string, unknown>, expects: string, repeatable = false) => {
    const sending = { json: filled({ chat_id: chat, ...body }), expects, repeatable };
    return (await request(telegram, "POST", `${bot}/${method}`, sending)).result;
  };
  const expects = "result.message_id";
  switch (params.action ?? "Send Message") {
    case "Send Message":
      return messageOf(await call("sendMessage", { text: params.text, ...sent }, expects));
    case "Edit Message": {
      const message_id = numberOf(required(params.messageId, "messageId"), "messageId");
      return messageOf(await call("editMessageText", { message_id, text: params.text, ...more }, expects, true));
    }
    case "Delete Message": {
      const message_id = numberOf(required(params.messageId, "messageId"), "messageId");
      try {
        await call("deleteMessage", { message_id }, "result", true);
      } catch (error) {
        // Telegram has no code of its own for it.
        if (!(error instanceof NodeError) || !/message to delete not found/i.test(error.message)) throw error;
      }
      return { ...messageOf({ message_id }), deleted: true };
    }
    case "Send Photo":
      return messageOf(await call("sendPhoto", { photo: params.photo, caption: params.caption, ...sent }, expects));
    default:
      throw unknownAction("Telegram", params.action);
  }
}
