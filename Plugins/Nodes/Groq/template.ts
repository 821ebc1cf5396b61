// Groq API: https://console.groq.com/docs/api-reference (chat, audio, models); models:
// https://console.groq.com/docs/models, reasoning: https://console.groq.com/docs/reasoning
import {
  chatCompletion,
  fileOf,
  flag,
  modelList,
  modelTimeout,
  multipart,
  NodeError,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  model: null,
  text: null,
  json: null,
  toolCalls: null,
  finishReason: null,
  inputTokens: null,
  outputTokens: null,
  language: null,
  duration: null,
  segments: null,
  models: null,
};

/** Sends speech as a file or as an address that Groq reads. */
async function spoken(groq: Vendor, address: string, model: string, params: any) {
  if (!params.file && !params.audioUrl) throw new NodeError("Groq", { message: 'Set "audioUrl" or "file"' });
  const fields: Record<string, string | undefined> = {
    model,
    language: params.language,
    prompt: params.audioPrompt,
    response_format: flag(params.segments) ? "verbose_json" : "json",
    url: params.file ? undefined : params.audioUrl,
  };
  const file = fileOf(params.file, "file");
  // The end of the name tells the format.
  const extension = file?.contentType.split(/[/;]/)[1]?.replace("mpeg", "mp3") ?? "mp3";
  const form = multipart(fields, file ? { file: { ...file, name: file.name ?? `audio.${extension}` } } : {});
  const sending = { multipart: form, expects: "text", timeout: modelTimeout };
  const answer = await request(groq, "POST", address, sending);
  return {
    ...none,
    id: answer.x_groq?.id ?? null,
    model,
    text: answer.text,
    language: answer.language ?? null,
    duration: answer.duration ?? null,
    segments: answer.segments?.map(({ start, end, text }: any) => ({ start, end, text })) ?? null,
  };
}

export default async function (env: any, params: any) {
  const groq: Vendor = {
    name: "Groq",
    base: params.baseUrl || "https://api.groq.com",
    headers: { authorization: `Bearer ${secret(env, "GROQ_API_KEY")}` },
    failure: ({ error }) => ({ code: error?.code ?? error?.type, message: error?.message }),
  };
  const { model } = params;
  switch (params.action ?? "Chat Completion") {
    case "Chat Completion": {
      const more = { reasoning_effort: params.reasoning };
      const settings = { address: "/openai/v1/chat/completions", model: model || "openai/gpt-oss-120b", more };
      return { ...none, ...await chatCompletion(groq, params, { ...settings, limit: "max_completion_tokens" }) };
    }
    case "Transcribe Audio":
      return await spoken(groq, "/openai/v1/audio/transcriptions", model || "whisper-large-v3-turbo", params);
    case "Translate Audio":
      // The turbo model does not translate: Speech to Text, "Supported Models".
      return await spoken(groq, "/openai/v1/audio/translations", model || "whisper-large-v3", {
        ...params,
        language: undefined,
      });
    case "List Models":
      return { ...none, models: await modelList(groq, "/openai/v1/models") };
    case "Request":
      return await rawRequest(groq, params);
    default:
      throw unknownAction("Groq", params.action);
  }
}
