// Workers AI: https://developers.cloudflare.com/workers-ai/get-started/rest-api/, OpenAI compatible API endpoints:
// https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/, errors:
// https://developers.cloudflare.com/workers-ai/platform/errors/, models: https://developers.cloudflare.com/workers-ai/models/
import {
  base64,
  chatCompletion,
  collect,
  contentOf,
  embeddings,
  filled,
  json,
  keepable,
  limitOf,
  modelTimeout,
  NodeError,
  numberOf,
  path,
  rawRequest,
  request,
  requestBytes,
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
  imageBase64: null,
  imageType: null,
  language: null,
  result: null,
  models: null,
  hasMore: null,
};

/** The path of a model, whose name has slashes. */
function addressOf(model: string): string {
  return "/ai/run" + model.split("/").map((part) => path`/${part}`.replace("%40", "@")).join("");
}

export default async function (env: any, params: any) {
  const cloudflare: Vendor = {
    name: "Workers AI",
    base: (params.baseUrl || "https://api.cloudflare.com/client/v4") + path`/accounts/${params.accountId}`,
    headers: { authorization: `Bearer ${secret(env, "CLOUDFLARE_AI_TOKEN")}` },
    failure: ({ errors, error }) => ({
      code: errors?.[0]?.code ?? error?.code,
      message: errors?.[0]?.message ?? error?.message,
      // The day's free allocation, which no waiting of a step outlasts: Errors, 3036.
      retryable: errors?.[0]?.code === 3036 ? false : undefined,
    }),
  };
  const run = async (model: string, input: unknown, expects: string) =>
    (await request(cloudflare, "POST", addressOf(model), { json: input, expects, timeout: modelTimeout })).result;
  switch (params.action ?? "Chat Completion") {
    case "Chat Completion": {
      const model = params.model || "@cf/openai/gpt-oss-120b";
      const settings = { address: "/ai/v1/chat/completions", model, limit: "max_tokens" as const };
      return { ...none, ...await chatCompletion(cloudflare, params, settings) };
    }
    case "Create Embedding":
      return {
        ...none,
        ...await embeddings(cloudflare, params, "/ai/v1/embeddings", { model: params.model || "@cf/baai/bge-m3" }),
      };
    case "Create Image": {
      const model = params.model || "@cf/black-forest-labs/flux-1-schnell";
      const prompt = required(params.imagePrompt, "imagePrompt");
      const sending = { json: filled({ prompt, steps: numberOf(params.steps, "steps") }), timeout: modelTimeout };
      const { bytes, headers } = await requestBytes(cloudflare, "POST", addressOf(model), sending);
      const type = headers.get("content-type") ?? "";
      // Some models answer the image itself.
      const image = type.startsWith("image/") ? base64(bytes) : imageIn(new TextDecoder().decode(bytes));
      return {
        ...none,
        model,
        imageBase64: keepable("Workers AI", image),
        imageType: type.startsWith("image/") ? type : "image/jpeg",
      };
    }
    case "Transcribe Audio": {
      const model = params.model || "@cf/openai/whisper-large-v3-turbo";
      const audio = base64(contentOf(required(params.file, "file"), "file").bytes);
      const { text, transcription_info } = await run(model, { audio }, "result.text");
      return { ...none, model, text, language: transcription_info?.language ?? null };
    }
    case "Translate Text": {
      const model = params.model || "@cf/meta/m2m100-1.2b";
      const input = {
        text: required(params.sourceText, "sourceText"),
        source_lang: params.sourceLanguage || "en",
        target_lang: required(params.targetLanguage, "targetLanguage"),
      };
      const { translated_text } = await run(model, input, "result.translated_text");
      return { ...none, model, text: translated_text, language: input.target_lang };
    }
    case "Run Model": {
      const model = required(params.model, "model");
      return { ...none, model, result: { value: await run(model, json(params.modelInput, "modelInput"), "result") } };
    }
    case "List Models": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 1) => {
        const query = { search: params.search, per_page: 100, page };
        const answer = await request(cloudflare, "GET", "/ai/models/search", { query, expects: "result[]" });
        const models: any[] = answer.result;
        // Where no total is told, an empty page is the end.
        const total = answer.result_info?.total_pages;
        return { items: models, next: models.length > 0 && (total === undefined || page < total) && page + 1 };
      });
      const models = items.map((model: any) => ({
        id: model.name,
        task: model.task?.name ?? null,
        description: model.description ?? null,
      }));
      return { ...none, models, hasMore };
    }
    case "Request":
      return await rawRequest(cloudflare, params);
    default:
      throw unknownAction("Workers AI", params.action);
  }
}

function imageIn(text: string): string {
  try {
    const image = JSON.parse(text).result.image;
    if (typeof image === "string") return image;
  } catch {
    // What it is instead is told below.
  }
  throw new NodeError("Workers AI", {
    code: "malformed",
    message: "The response has no image",
    status: 200,
    retryable: true,
  });
}
