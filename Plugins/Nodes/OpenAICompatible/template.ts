// What others have of OpenAI's API: https://platform.openai.com/docs/api-reference/chat, …/embeddings, …/models;
// Azure's header: Azure OpenAI in Azure AI Foundry Models REST API reference, "Authentication"
import {
  actionSecret,
  chatCompletion,
  embeddings,
  json,
  modelList,
  numberOf,
  rawRequest,
  required,
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
  models: null,
};

function headersOf(env: any, authorization: unknown): Record<string, string> {
  if (authorization === "None") return {};
  const key = actionSecret(env, "OPENAI_COMPATIBLE_API_KEY");
  return authorization === "api-key header" ? { "api-key": key } : { authorization: `Bearer ${key}` };
}

export default async function (env: any, params: any) {
  const vendor: Vendor = {
    name: "OpenAI-compatible model",
    base: required(params.baseUrl, "baseUrl"),
    headers: headersOf(env, params.authorization),
    // Ollama and others tell a text in place of the object.
    failure: ({ error, message }) => ({
      code: error?.code ?? error?.type,
      message: typeof error === "string" ? error : error?.message ?? message,
      // Told as 429, but no waiting fills an account: Error codes, "You exceeded your current quota".
      retryable: error?.code === "insufficient_quota" ? false : undefined,
    }),
  };
  const more = json(params.options, "options") ?? {};
  switch (params.action ?? "Chat Completion") {
    case "Chat Completion": {
      const limit = params.tokenLimit === "max_completion_tokens" ? params.tokenLimit : "max_tokens";
      const settings = { address: "/chat/completions", model: required(params.model, "model"), limit, more };
      return { ...none, ...await chatCompletion(vendor, params, settings) };
    }
    case "Create Embedding": {
      const body = {
        model: required(params.model, "model"),
        dimensions: numberOf(params.dimensions, "dimensions"),
        ...more,
      };
      return { ...none, ...await embeddings(vendor, params, "/embeddings", body) };
    }
    case "List Models":
      return { ...none, models: await modelList(vendor, "/models") };
    case "Request":
      return await rawRequest(vendor, params);
    default:
      throw unknownAction(vendor.name, params.action);
  }
}
