// Telegram Bot API: https://core.telegram.org/bots/api#sendmessage, #editmessagetext, #deletemessage, #sendphoto, errors:
// https://core.telegram.org/bots/api#making-requests
import {
  fileFrom,
  fileOf,
  filled,
  flag,
  json,
  keepable,
  multipart,
  NodeError,
  numberOf,
  path,
  rawRequest,
  repeatsWrites,
  request,
  requestBytes,
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
    fileId: (message.photo?.at(-1) ?? message.document ?? message.video ?? message.audio)?.file_id ?? null,
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
  const action = params.action ?? "Send Message";
  if (action === "Answer Callback") {
    const callback_query_id = required(params.callbackId, "callbackId");
    const body = filled({ callback_query_id, text: params.answer, show_alert: flag(params.alert) });
    await request(telegram, "POST", `${bot}/answerCallbackQuery`, { json: body, expects: "result", repeatable: true });
    return { answered: true };
  }
  if (action === "Get File") {
    const sending = {
      json: { file_id: required(params.fileId, "fileId") },
      expects: "result.file_path",
      repeatable: true,
    };
    const { result } = await request(telegram, "POST", `${bot}/getFile`, sending);
    const { bytes, headers } = await requestBytes(telegram, "GET", `/file${bot}/${result.file_path}`);
    const file = fileFrom(bytes, headers.get("content-type"), String(result.file_path).split("/").pop());
    keepable("Telegram", file.base64);
    return { fileId: params.fileId, file };
  }
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
  switch (action) {
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
    case "Send Document":
    case "Send Video":
    case "Send Audio": {
      const kind = action.slice(5).toLowerCase();
      const file = fileOf(params.file, "file");
      const body = { caption: params.caption, ...sent };
      if (!file) {
        return messageOf(
          await call(`send${action.slice(5)}`, { [kind]: required(params[kind], kind), ...body }, expects),
        );
      }
      // https://core.telegram.org/bots/api#sending-files
      const sending = { multipart: multipart({ chat_id: chat, ...body }, { [kind]: file }), expects, timeout: 90_000 };
      return messageOf((await request(telegram, "POST", `${bot}/send${action.slice(5)}`, sending)).result);
    }
    case "Send Location": {
      const [latitude, longitude] = [numberOf(params.latitude, "latitude"), numberOf(params.longitude, "longitude")];
      return messageOf(await call("sendLocation", { latitude, longitude, ...sent, parse_mode: undefined }, expects));
    }
    case "Send Media Group": {
      const media = json(required(params.media, "media"), "media");
      const messages = await call(
        "sendMediaGroup",
        { media, disable_notification: sent.disable_notification },
        "result[]",
      );
      return { ...messageOf(messages[0] ?? {}), messageIds: messages.map((one: any) => one.message_id) };
    }
    case "Get Chat": {
      const found = await call("getChat", {}, "result.id", true);
      return { chatId: found.id, chatType: found.type ?? null, title: found.title ?? found.username ?? null };
    }
    default:
      throw unknownAction("Telegram", params.action);
  }
}
