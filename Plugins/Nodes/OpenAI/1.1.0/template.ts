// OpenAI API: https://platform.openai.com/docs/api-reference/chat, …/embeddings, …/images, …/moderations, errors:
// https://platform.openai.com/docs/guides/error-codes, models that go: https://developers.openai.com/api/docs/deprecations
import {
  filled,
  flag,
  json,
  keepable,
  NodeError,
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
  finishReason: null,
  json: null,
  inputTokens: null,
  outputTokens: null,
  embedding: null,
  imageBase64: null,
  imageType: null,
  flagged: null,
  flaggedCategories: null,
  scores: null,
};

export default async function (env: any, given: any) {
  const params = filled(given);
  const openai: Vendor = {
    name: "OpenAI",
    base: params.baseUrl || "https://api.openai.com",
    headers: { authorization: `Bearer ${secret(env, "OPENAI_API_KEY")}` },
    // The vendor's own libraries repeat a conflict, and obey this header ("Retries" of their READMEs).
    passing: [409],
    retryHeader: "x-should-retry",
    failure: ({ error }) => ({
      code: error?.code ?? error?.type,
      message: error?.message,
      // Told as 429, but no waiting fills an account.
      retryable: error?.code === "insufficient_quota" ? false : undefined,
    }),
  };
  if (params.action === "Request") return await rawRequest(openai, params);
  const { model } = params;
  const timeout = 280_000;
  switch (params.action ?? "Chat Completion") {
    case "Chat Completion": {
      const messages = [...(json(params.messages, "messages") ?? [])];
      if (params.system) messages.unshift({ role: "system", content: params.system });
      if (params.prompt) messages.push({ role: "user", content: params.prompt });
      if (messages.length === 0) throw new NodeError("OpenAI", { message: "there is no prompt and no message" });
      const body = filled({
        model: model || "gpt-6-luna",
        messages,
        temperature: numberOf(params.temperature, "temperature"),
        max_completion_tokens: numberOf(params.maxTokens, "maxTokens"),
        response_format: flag(params.json) ? { type: "json_object" } : undefined,
      });
      const answer = await request(openai, "POST", "/v1/chat/completions", {
        json: body,
        expects: "choices.0.message",
        timeout,
      });
      const [choice] = answer.choices;
      const text = choice.message.content ?? choice.message.refusal ?? null;
      return {
        ...none,
        id: answer.id ?? null,
        model: answer.model ?? null,
        text,
        finishReason: choice.finish_reason ?? null,
        json: flag(params.json) ? parsed(text, choice.finish_reason) : null,
        inputTokens: answer.usage?.prompt_tokens ?? null,
        outputTokens: answer.usage?.completion_tokens ?? null,
      };
    }
    case "Create Embedding": {
      const body = filled({
        model: model || "text-embedding-3-small",
        input: required(params.input, "input"),
        dimensions: numberOf(params.dimensions, "dimensions"),
      });
      const answer = await request(openai, "POST", "/v1/embeddings", { json: body, expects: "data.0.embedding[]" });
      return {
        ...none,
        model: answer.model ?? null,
        embedding: answer.data[0].embedding,
        inputTokens: answer.usage?.prompt_tokens ?? null,
      };
    }
    case "Create Image": {
      const name = model || "gpt-image-2";
      const format = params.format || "webp";
      const body = filled({
        model: name,
        prompt: required(params.prompt, "prompt"),
        n: 1,
        size: params.size,
        quality: params.quality,
        output_format: format,
        // A PNG is not compressed so; and one of usual size is more than a step can keep.
        output_compression: format === "png" ? undefined : numberOf(params.compression, "compression") ?? 80,
      });
      const sending = { json: body, expects: "data.0.b64_json", timeout };
      const answer = await request(openai, "POST", "/v1/images/generations", sending);
      return {
        ...none,
        model: name,
        imageBase64: keepable("OpenAI", answer.data[0].b64_json),
        imageType: `image/${answer.output_format ?? format}`,
        inputTokens: answer.usage?.input_tokens ?? null,
        outputTokens: answer.usage?.output_tokens ?? null,
      };
    }
    case "Moderate Content": {
      const body = { model: model || "omni-moderation-latest", input: required(params.input, "input") };
      const answer = await request(openai, "POST", "/v1/moderations", { json: body, expects: "results.0.categories" });
      const [result] = answer.results;
      return {
        ...none,
        id: answer.id ?? null,
        model: answer.model ?? null,
        flagged: result.flagged ?? false,
        flaggedCategories: Object.keys(result.categories).filter((name) => result.categories[name]),
        scores: result.category_scores ?? null,
      };
    }
    default:
      throw unknownAction("OpenAI", params.action);
  }
}

function parsed(text: string, reason: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NodeError("OpenAI", { code: reason, message: "it wrote no JSON", retryable: true });
  }
}
