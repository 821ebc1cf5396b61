// Perplexity API: https://docs.perplexity.ai/api-reference/chat-completions-post
import { filled, json, list, NodeError, numberOf, request, secret, unknownAction, type Vendor } from "@millrace/node";

export default async function (env: any, params: any) {
  if ((params.action ?? "Chat Completion") !== "Chat Completion") throw unknownAction("Perplexity", params.action);
  const perplexity: Vendor = {
    name: "Perplexity",
    base: params.baseUrl || "https://api.perplexity.ai",
    headers: { authorization: `Bearer ${secret(env, "PERPLEXITY_API_KEY")}` },
    failure: ({ error }) => ({ code: error?.type ?? error?.code, message: error?.message }),
  };
  const messages = [...(json(params.messages, "messages") ?? [])];
  if (params.system) messages.unshift({ role: "system", content: params.system });
  if (params.prompt) messages.push({ role: "user", content: params.prompt });
  if (messages.length === 0) throw new NodeError("Perplexity", { message: "there is no prompt and no message" });
  const domains = list(params.domains);
  const body = filled({
    model: params.model || "sonar",
    messages,
    temperature: numberOf(params.temperature, "temperature"),
    max_tokens: numberOf(params.maxTokens, "maxTokens"),
    search_recency_filter: params.recency,
    search_domain_filter: domains.length > 0 ? domains : undefined,
  });
  const sending = { json: body, expects: "choices.0.message", timeout: 280_000 };
  const answer = await request(perplexity, "POST", "/chat/completions", sending);
  const [choice] = answer.choices;
  const results: any[] = answer.search_results ?? [];
  return {
    id: answer.id ?? null,
    model: answer.model ?? params.model,
    text: choice.message.content ?? "",
    finishReason: choice.finish_reason ?? null,
    citations: answer.citations ?? results.map((result) => result.url),
    sources: results.map(({ title, url, date }) => ({ title: title ?? null, url: url ?? null, date: date ?? null })),
    inputTokens: answer.usage?.prompt_tokens ?? null,
    outputTokens: answer.usage?.completion_tokens ?? null,
  };
}
