// Gemini API: https://ai.google.dev/api/generate-content, https://ai.google.dev/api/embeddings, https://ai.google.dev/api/tokens,
// errors: https://ai.google.dev/gemini-api/docs/troubleshooting
// Since 1.0.1 a blocked prompt ends the step with its reason, thoughts are no part of the text, and JSON may have a schema.
import {
  filesOf,
  filled,
  json,
  malformed,
  NodeError,
  numberOf,
  path,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  text: null,
  finishReason: null,
  json: null,
  embedding: null,
  sources: null,
  queries: null,
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
};

/** How long to wait is within the error: https://cloud.google.com/apis/design/errors#retry_info */
function retryAfter(error: any): number | undefined {
  const delay = error?.details?.find((detail: any) => detail["@type"]?.endsWith("RetryInfo"))?.retryDelay;
  return parseFloat(delay) || undefined;
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const action = params.action ?? "Generate Content";
  const gemini: Vendor = {
    name: "Gemini",
    base: params.baseUrl || "https://generativelanguage.googleapis.com",
    headers: { "x-goog-api-key": secret(env, "GOOGLE_GEMINI_API_KEY") },
    failure: ({ error }) => ({ code: error?.status, message: error?.message, retryAfter: retryAfter(error) }),
  };
  if (params.action === "Request") return await rawRequest(gemini, params);
  const otherwise = action === "Embed Text" ? "gemini-embedding-2" : "gemini-3.5-flash";
  const model = String(params.model || otherwise).replace(/^models\//, "");
  // https://ai.google.dev/gemini-api/docs/image-understanding#inline-image, …/text-generation#multi-turn-conversations
  const files = filesOf(params.files, "files").map((file) => ({
    inlineData: { mimeType: file.contentType, data: file.base64 },
  }));
  const contents = [
    ...(json(params.contents, "contents") ?? []),
    { role: "user", parts: [...files, { text: params.prompt }] },
  ];
  const generate = async (settings: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const generationConfig = filled({
      temperature: numberOf(params.temperature, "temperature"),
      maxOutputTokens: numberOf(params.maxTokens, "maxTokens"),
      ...settings,
    });
    const systemInstruction = params.system ? { parts: [{ text: params.system }] } : undefined;
    const body = filled({ contents, systemInstruction, generationConfig, ...more });
    const sending = { json: body, timeout: 280_000 };
    const answer = await request(gemini, "POST", path`/v1beta/models/${model}:generateContent`, sending);
    if (!answer.candidates?.length) {
      // Asked again it is blocked again; an answer that says nothing of it may come right.
      const code = answer.promptFeedback?.blockReason;
      if (!code) throw malformed("Gemini");
      throw new NodeError("Gemini", { status: 200, code, message: "the prompt was blocked" });
    }
    const candidate = answer.candidates[0];
    const usage = answer.usageMetadata ?? {};
    return {
      candidate,
      output: {
        ...none,
        model: answer.modelVersion ?? model,
        text: (candidate.content?.parts ?? []).filter((part: any) => !part.thought).map((part: any) => part.text ?? "")
          .join(""),
        finishReason: candidate.finishReason ?? null,
        inputTokens: usage.promptTokenCount ?? null,
        outputTokens: usage.candidatesTokenCount ?? null,
        totalTokens: usage.totalTokenCount ?? null,
      },
    };
  };
  switch (action) {
    case "Generate Content":
      return (await generate({})).output;
    case "Generate JSON": {
      const { output } = await generate({
        responseMimeType: "application/json",
        responseJsonSchema: json(params.schema, "schema"),
      });
      try {
        return { ...output, json: JSON.parse(output.text) };
      } catch {
        throw new NodeError("Gemini", { code: output.finishReason, message: "it wrote no JSON", retryable: true });
      }
    }
    case "Search Web": {
      const { candidate, output } = await generate({}, { tools: [{ google_search: {} }] });
      const found = candidate.groundingMetadata ?? {};
      const sources = (found.groundingChunks ?? []).map((chunk: any) => ({
        title: chunk.web?.title ?? null,
        url: chunk.web?.uri ?? null,
      }));
      return { ...output, sources, queries: found.webSearchQueries ?? [] };
    }
    case "Embed Text": {
      const body = filled({
        content: { parts: [{ text: params.prompt }] },
        taskType: params.taskType,
        outputDimensionality: numberOf(params.dimensions, "dimensions"),
      });
      const address = path`/v1beta/models/${model}:embedContent`;
      const answer = await request(gemini, "POST", address, { json: body, expects: "embedding.values[]" });
      return { ...none, model, embedding: answer.embedding.values };
    }
    case "Count Tokens": {
      const address = path`/v1beta/models/${model}:countTokens`;
      const answer = await request(gemini, "POST", address, { json: { contents }, expects: "totalTokens" });
      return { ...none, model, totalTokens: answer.totalTokens };
    }
    default:
      throw unknownAction("Gemini", params.action);
  }
}
