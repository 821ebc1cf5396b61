// OpenAI API: https://platform.openai.com/docs/api-reference/chat, …/embeddings, …/images, …/moderations, errors:
// https://platform.openai.com/docs/guides/error-codes, models that go: https://developers.openai.com/api/docs/deprecations
import {
  fileFrom,
  fileOf,
  filesOf,
  filled,
  flag,
  json,
  keepable,
  multipart,
  NodeError,
  numberOf,
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
      const schema = json(params.schema, "schema");
      const images = filesOf(params.images, "images");
      if (images.length > 0) {
        const parts = images.map((image) => ({
          type: "image_url",
          image_url: { url: `data:${image.contentType};base64,${image.base64}` },
        }));
        const asked = params.prompt ? [{ type: "text", text: params.prompt }] : [];
        if (params.prompt) messages.pop();
        messages.push({ role: "user", content: [...asked, ...parts] });
      }
      // JSON without the word in the conversation is refused: https://platform.openai.com/docs/guides/structured-outputs#json-mode
      if (flag(params.json) && !schema && !/json/i.test(JSON.stringify(messages))) {
        messages.unshift({ role: "system", content: "Answer in JSON." });
      }
      if (messages.length === 0) throw new NodeError("OpenAI", { message: "there is no prompt and no message" });
      const body = filled({
        model: model || "gpt-6-luna",
        messages,
        // Reasoning models refuse a temperature unless they are told not to reason, so none is sent by itself.
        temperature: numberOf(params.temperature, "temperature"),
        reasoning_effort: params.reasoningEffort,
        max_completion_tokens: numberOf(params.maxTokens, "maxTokens"),
        response_format: schema
          ? { type: "json_schema", json_schema: { name: "answer", schema, strict: true } }
          : flag(params.json)
          ? { type: "json_object" }
          : undefined,
        tools: json(params.tools, "tools"),
      });
      const answer = await request(openai, "POST", "/v1/chat/completions", {
        json: body,
        expects: "choices.0.message",
        timeout,
      });
      const [choice] = answer.choices;
      if (choice.message.refusal) {
        throw new NodeError("OpenAI", { status: 200, code: "refusal", message: choice.message.refusal });
      }
      const text = choice.message.content ?? null;
      return {
        ...none,
        id: answer.id ?? null,
        model: answer.model ?? null,
        text,
        finishReason: choice.finish_reason ?? null,
        json: (flag(params.json) || schema) && !choice.message.tool_calls ? parsed(text, choice.finish_reason) : null,
        toolCalls: (choice.message.tool_calls ?? []).map((call: any) => ({
          id: call.id ?? null,
          name: call.function?.name ?? null,
          arguments: call.function?.arguments ?? null,
        })),
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
    case "Transcribe Audio": {
      const file = fileOf(required(params.file, "file"), "file")!;
      const fields = { model: model || "gpt-4o-transcribe", language: params.language, prompt: params.prompt };
      const sending = { multipart: multipart(fields, { file }), expects: "text", timeout };
      const answer = await request(openai, "POST", "/v1/audio/transcriptions", sending);
      return { ...none, text: answer.text, model: fields.model };
    }
    case "Speak Text": {
      const body = {
        model: model || "gpt-4o-mini-tts",
        input: required(params.input, "input"),
        voice: params.voice || "alloy",
        response_format: "mp3",
      };
      const { bytes, headers } = await requestBytes(openai, "POST", "/v1/audio/speech", { json: body, timeout });
      const file = fileFrom(bytes, headers.get("content-type"), "speech.mp3");
      keepable("OpenAI", file.base64);
      return { ...none, model: body.model, file };
    }
    case "List Models": {
      const { data } = await request(openai, "GET", "/v1/models", { expects: "data[]" });
      return { ...none, models: data.map((one: any) => String(one.id)).sort() };
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
