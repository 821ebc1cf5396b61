// Anthropic Messages API: https://docs.anthropic.com/en/api/messages, errors: https://docs.anthropic.com/en/api/errors
import {
  filled,
  json,
  list,
  NodeError,
  numberOf,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

export default async function (env: any, given: any) {
  const params = filled(given);
  const anthropic: Vendor = {
    name: "Anthropic",
    base: params.baseUrl || "https://api.anthropic.com",
    headers: { "x-api-key": secret(env, "ANTHROPIC_API_KEY"), "anthropic-version": "2023-06-01" },
    // The vendor's own libraries repeat a conflict, and obey this header ("Retries" of their READMEs).
    passing: [409],
    retryHeader: "x-should-retry",
    failure: (body) => ({ code: body.error?.type, message: body.error?.message }),
  };
  if (params.action === "Request") return await rawRequest(anthropic, params);
  if ((params.action ?? "Chat Completion") !== "Chat Completion") throw unknownAction("Anthropic", params.action);
  const messages = [...(json(params.messages, "messages") ?? [])];
  if (params.prompt) messages.push({ role: "user", content: params.prompt });
  if (messages.length === 0) throw new NodeError("Anthropic", { message: "there is no prompt and no message" });
  const stops = list(params.stopSequences);
  const body = filled({
    model: params.model || "claude-sonnet-4-6",
    max_tokens: numberOf(params.maxTokens, "maxTokens") ?? 1024,
    messages,
    system: params.system,
    temperature: numberOf(params.temperature, "temperature"),
    stop_sequences: stops.length > 0 ? stops : undefined,
  });
  const answer = await request(anthropic, "POST", "/v1/messages", {
    json: body,
    expects: "content[]",
    timeout: 280_000,
  });
  return {
    id: answer.id,
    model: answer.model,
    text: answer.content.filter((part: any) => part.type === "text").map((part: any) => part.text).join(""),
    stopReason: answer.stop_reason ?? null,
    inputTokens: answer.usage?.input_tokens ?? null,
    outputTokens: answer.usage?.output_tokens ?? null,
    content: answer.content,
  };
}
