// Anthropic Messages API: https://docs.anthropic.com/en/api/messages, errors: https://docs.anthropic.com/en/api/errors
import {
  filesOf,
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
  const budget = numberOf(params.thinkingTokens, "thinkingTokens");
  // Pictures and PDFs: https://docs.anthropic.com/en/docs/build-with-claude/vision, …/pdf-support
  const files = filesOf(params.files, "files").map((file) => ({
    type: file.contentType.startsWith("image/") ? "image" : "document",
    source: { type: "base64", media_type: file.contentType, data: file.base64 },
  }));
  if (files.length > 0) {
    const asked = params.prompt ? [{ type: "text", text: params.prompt }] : [];
    messages.push({ role: "user", content: [...files, ...asked] });
  } else if (params.prompt) messages.push({ role: "user", content: params.prompt });
  if (messages.length === 0) throw new NodeError("Anthropic", { message: "there is no prompt and no message" });
  const stops = list(params.stopSequences);
  const body = filled({
    model: params.model || "claude-sonnet-4-6",
    max_tokens: numberOf(params.maxTokens, "maxTokens") ?? 1024,
    messages,
    system: params.system,
    // The newest models refuse a temperature: none is sent by itself.
    temperature: numberOf(params.temperature, "temperature"),
    tools: json(params.tools, "tools"),
    thinking: budget ? { type: "enabled", budget_tokens: budget } : undefined,
    stop_sequences: stops.length > 0 ? stops : undefined,
  });
  const answer = await request(anthropic, "POST", "/v1/messages", {
    json: body,
    expects: "content[]",
    timeout: 280_000,
  });
  // https://docs.anthropic.com/en/api/handling-stop-reasons#refusal
  if (answer.stop_reason === "refusal") {
    throw new NodeError("Anthropic", { status: 200, code: "refusal", message: "the model refused to answer" });
  }
  return {
    id: answer.id,
    model: answer.model,
    text: answer.content.filter((part: any) => part.type === "text").map((part: any) => part.text).join(""),
    toolCalls: answer.content.filter((part: any) => part.type === "tool_use")
      .map(({ id, name, input }: any) => ({ id, name, input: input ?? {} })),
    stopReason: answer.stop_reason ?? null,
    inputTokens: answer.usage?.input_tokens ?? null,
    outputTokens: answer.usage?.output_tokens ?? null,
    content: answer.content,
  };
}
