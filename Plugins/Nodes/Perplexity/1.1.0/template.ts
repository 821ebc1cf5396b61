// Perplexity Agent API, which took the place of Sonar's chat completions in September 2026:
// https://docs.perplexity.ai/api-reference/agent-post, presets: https://docs.perplexity.ai/docs/agent-api/presets,
// what became of Sonar's parameters: https://docs.perplexity.ai/docs/agent-api/migrate-from-sonar/how-to
import {
  filled,
  flag,
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

/** The search of the web; a preset has its own, which this one replaces. */
function searchOf(params: any): Record<string, unknown> | undefined {
  const domains = list(params.domains);
  const filters = filled({
    search_recency_filter: params.recency,
    search_domain_filter: domains.length > 0 ? domains : undefined,
  });
  const isFiltered = Object.keys(filters).length > 0;
  if (params.preset && !isFiltered) return undefined;
  return { type: "web_search", ...(isFiltered ? { filters } : {}) };
}

/** A run that came to nothing is told with status 200. */
function refusal({ status, error }: any): NodeError {
  const code = Number(error?.code);
  const isOurs = code >= 400 && code < 500 && code !== 429;
  return new NodeError("Perplexity", {
    code: error?.type ?? error?.code ?? status,
    message: error?.message ?? `the answer is ${status}`,
    status: 200,
    retryable: status === "failed" && !isOurs,
  });
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const perplexity: Vendor = {
    name: "Perplexity",
    base: params.baseUrl || "https://api.perplexity.ai",
    headers: { authorization: `Bearer ${secret(env, "PERPLEXITY_API_KEY")}` },
    failure: ({ error }) => ({ code: error?.type ?? error?.code, message: error?.message }),
  };
  if (params.action === "Request") return await rawRequest(perplexity, params);
  if ((params.action ?? "Chat Completion") !== "Chat Completion") throw unknownAction("Perplexity", params.action);
  const input = [...(json(params.messages, "messages") ?? [])];
  if (params.prompt) input.push({ role: "user", content: params.prompt });
  if (input.length === 0) throw new NodeError("Perplexity", { message: "there is no prompt and no message" });
  const search = searchOf(params);
  // A member that the API does not know is refused.
  const body = filled({
    model: params.model || (params.preset ? undefined : "perplexity/sonar"),
    preset: params.preset,
    input,
    instructions: params.system,
    temperature: numberOf(params.temperature, "temperature"),
    max_output_tokens: numberOf(params.maxTokens, "maxTokens"),
    tools: search ? [search] : undefined,
    tool_choice: flag(params.mustSearch) ? { type: "web_search" } : undefined,
  });
  const answer = await request(perplexity, "POST", "/v1/agent", { json: body, expects: "output[]", timeout: 280_000 });
  if (answer.status !== "completed" && answer.status !== "incomplete") throw refusal(answer);
  const items: any[] = answer.output;
  const text = items.filter(({ type }) => type === "message").flatMap(({ content }) => content ?? [])
    .filter(({ type }: any) => type === "output_text").map((part: any) => part.text).join("");
  const results = items.filter(({ type }) => type === "search_results").flatMap((item) => item.results ?? []);
  // Searches of one run find the same page again.
  const sources = [...new Map(results.map((result: any) => [result.url, result])).values()];
  return {
    id: answer.id ?? null,
    model: answer.model ?? params.model ?? "",
    text,
    finishReason: answer.incomplete_details?.reason ?? answer.status,
    citations: sources.map(({ url }) => url).filter(Boolean),
    sources: sources.map(({ title, url, date }) => ({ title: title ?? null, url: url ?? null, date: date ?? null })),
    inputTokens: answer.usage?.input_tokens ?? null,
    outputTokens: answer.usage?.output_tokens ?? null,
  };
}
