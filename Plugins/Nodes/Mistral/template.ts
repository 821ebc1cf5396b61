// Mistral AI API: https://docs.mistral.ai/api/ (chat, embeddings, OCR, classifiers, models)
import {
  chatCompletion,
  embeddings,
  filled,
  flag,
  json,
  list,
  modelList,
  modelTimeout,
  numberOf,
  rawRequest,
  request,
  required,
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
  embedding: null,
  embeddings: null,
  pages: null,
  flagged: null,
  flaggedCategories: null,
  scores: null,
  models: null,
};

/** A request that is not valid is told as a list of what is wrong with it. */
function failure({ code, type, message, detail }: any) {
  const problems = detail ?? message?.detail;
  const told = Array.isArray(problems)
    ? problems.map(({ loc, msg }: any) => `${(loc ?? []).join(".")}: ${msg}`).join("; ")
    : undefined;
  return {
    code: code ?? type,
    message: told ?? (typeof detail === "string" ? detail : typeof message === "string" ? message : undefined),
  };
}

export default async function (env: any, params: any) {
  const mistral: Vendor = {
    name: "Mistral",
    base: params.baseUrl || "https://api.mistral.ai",
    headers: { authorization: `Bearer ${secret(env, "MISTRAL_API_KEY")}` },
    failure,
  };
  const { model } = params;
  switch (params.action ?? "Chat Completion") {
    case "Chat Completion": {
      const more = { random_seed: numberOf(params.seed, "seed"), safe_prompt: flag(params.safePrompt) || undefined };
      const settings = { address: "/v1/chat/completions", model: model || "mistral-large-latest", more };
      return { ...none, ...await chatCompletion(mistral, params, { ...settings, limit: "max_tokens" }) };
    }
    case "Create Embedding":
      return { ...none, ...await embeddings(mistral, params, "/v1/embeddings", { model: model || "mistral-embed" }) };
    case "Read Document": {
      const url = required(params.documentUrl, "documentUrl");
      const isImage = params.documentType === "image";
      const document = isImage ? { type: "image_url", image_url: url } : { type: "document_url", document_url: url };
      const pages = list(params.pages).map((page) => numberOf(page, "pages"));
      const body = filled({
        model: model || "mistral-ocr-latest",
        document,
        pages: pages.length > 0 ? pages : undefined,
      });
      const answer = await request(mistral, "POST", "/v1/ocr", {
        json: body,
        expects: "pages[]",
        timeout: modelTimeout,
      });
      const read = answer.pages.map(({ index, markdown }: any) => ({ index, markdown: markdown ?? "" }));
      return {
        ...none,
        model: answer.model ?? body.model,
        text: read.map(({ markdown }: any) => markdown).join("\n\n"),
        pages: read,
      };
    }
    case "Moderate Content": {
      const input = json(String(params.input ?? "").trimStart().startsWith("[") ? params.input : undefined, "input") ??
        [required(params.input, "input")];
      const body = { model: model || "mistral-moderation-latest", input };
      const answer = await request(mistral, "POST", "/v1/moderations", { json: body, expects: "results.0.categories" });
      // Of several texts, what any of them has.
      const categories = [...new Set<string>(answer.results.flatMap((result: any) => Object.keys(result.categories)))];
      const flagged = categories.filter((name) => answer.results.some((result: any) => result.categories[name]));
      const highest = (name: string) =>
        Math.max(...answer.results.map((result: any) => result.category_scores?.[name] ?? 0));
      return {
        ...none,
        id: answer.id ?? null,
        model: answer.model ?? body.model,
        flagged: flagged.length > 0,
        flaggedCategories: flagged,
        scores: Object.fromEntries(categories.map((name) => [name, highest(name)])),
      };
    }
    case "List Models":
      return { ...none, models: await modelList(mistral, "/v1/models") };
    case "Request":
      return await rawRequest(mistral, params);
    default:
      throw unknownAction("Mistral", params.action);
  }
}
