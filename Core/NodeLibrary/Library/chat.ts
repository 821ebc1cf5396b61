import { NodeError } from "./error.ts";
import { filled, flag, json, list, numberOf, required } from "./parameters.ts";
import { request, type Vendor } from "./request.ts";

/** How long a model may write, in milliseconds: less than the five minutes of a step. */
export const modelTimeout = 280_000;

/** Messages of a chat: what is before, the system's and the user's, with an image if there is one. */
export function chatMessages(who: string, params: any): any[] {
  const messages = [...(json(params.messages, "messages") ?? [])];
  if (params.system) messages.unshift({ role: "system", content: params.system });
  const image = params.imageUrl && { type: "image_url", image_url: { url: params.imageUrl } };
  if (params.prompt || image) {
    const text = params.prompt && { type: "text", text: params.prompt };
    messages.push({ role: "user", content: image ? [text, image].filter(Boolean) : params.prompt });
  }
  if (messages.length === 0) throw new NodeError(who, { message: 'Set "prompt" or "messages"' });
  return messages;
}

/** What the API that OpenAI introduced, and others have, calls chat completions. */
export interface ChatSettings {
  address: string;
  model: string;
  /** How the limit of tokens is called. */
  limit: "max_tokens" | "max_completion_tokens";
  /** Members of the request that only this vendor has. */
  more?: Record<string, unknown>;
}

/** A chat's next message: text, JSON or calls of tools. */
export async function chatCompletion(vendor: Vendor, params: any, settings: ChatSettings) {
  const schema = json(params.schema, "schema");
  const wantsJSON = flag(params.json) || schema !== undefined;
  const format = schema
    ? { type: "json_schema", json_schema: { name: "answer", schema, strict: true } }
    : { type: "json_object" };
  const body = filled({
    model: settings.model,
    messages: chatMessages(vendor.name, params),
    temperature: numberOf(params.temperature, "temperature"),
    [settings.limit]: numberOf(params.maxTokens, "maxTokens"),
    stop: params.stop ? list(params.stop) : undefined,
    tools: json(params.tools, "tools"),
    response_format: wantsJSON ? format : undefined,
    ...settings.more,
  });
  const sending = { json: body, expects: "choices.0.message", timeout: modelTimeout };
  const answer = await request(vendor, "POST", settings.address, sending);
  const [{ message, finish_reason }] = answer.choices;
  const text = chatText(message.content) ?? message.refusal ?? null;
  const calls: any[] = message.tool_calls ?? [];
  return {
    id: answer.id ?? null,
    model: answer.model ?? settings.model,
    text,
    json: wantsJSON && calls.length === 0 ? writtenJSON(vendor.name, text, finish_reason) : null,
    toolCalls: calls.map((call) => ({
      id: call.id ?? null,
      name: call.function?.name ?? null,
      arguments: writtenJSON(vendor.name, call.function?.arguments || "{}", finish_reason),
    })),
    finishReason: finish_reason ?? null,
    inputTokens: answer.usage?.prompt_tokens ?? null,
    outputTokens: answer.usage?.completion_tokens ?? null,
  };
}

/** Vectors of one text or several. */
export async function embeddings(vendor: Vendor, params: any, address: string, body: Record<string, unknown>) {
  const given = json(String(params.input ?? "").trimStart().startsWith("[") ? params.input : undefined, "input");
  const input = Array.isArray(params.input) ? params.input : given ?? [required(params.input, "input")];
  const sending = { json: filled({ ...body, input }), expects: "data.0.embedding[]" };
  const answer = await request(vendor, "POST", address, sending);
  const vectors: number[][] = answer.data.map((item: any) => item.embedding);
  return {
    model: answer.model ?? body.model ?? null,
    embedding: vectors[0],
    embeddings: vectors,
    inputTokens: answer.usage?.prompt_tokens ?? null,
  };
}

/** The models that a key can use, by id. */
export async function modelList(vendor: Vendor, address: string) {
  const { data } = await request(vendor, "GET", address, { expects: "data[]" });
  return data.map(({ id, created, owned_by }: any) => ({ id, created: created ?? null, owner: owned_by ?? null }));
}

/** Some models answer in parts, of which the thoughts are none of the answer. */
export function chatText(content: unknown): string | undefined {
  if (!Array.isArray(content)) return content === null || content === undefined ? undefined : String(content);
  return content.filter(({ type }) => type === "text").map(({ text }) => text).join("");
}

/** What a model wrote as JSON; one that did not may do so next time. */
export function writtenJSON(who: string, text: unknown, reason?: string): any {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text);
  } catch {
    throw new NodeError(who, { code: reason, message: "The model's answer is not valid JSON", retryable: true });
  }
}
