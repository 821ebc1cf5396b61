// ElevenLabs API: https://elevenlabs.io/docs/api-reference/text-to-speech/convert, …/voices/search, …/voices/get
import {
  collect,
  fileFrom,
  fileOf,
  filled,
  limitOf,
  multipart,
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

// A step keeps at most 1 MiB, and base64 takes a third more:
// https://developers.cloudflare.com/workflows/reference/limits/
const longest = 780_000;

const none = {
  audio: null,
  contentType: null,
  size: null,
  id: null,
  name: null,
  category: null,
  description: null,
  previewUrl: null,
  labels: null,
  voices: null,
  hasMore: null,
};

function soundOf(bytes: Uint8Array, headers: Headers) {
  if (bytes.length > longest) {
    const message =
      `${bytes.length} bytes of sound are more than a step can keep: take a shorter text, or a format with fewer bits`;
    throw new NodeError("ElevenLabs", { code: "too_long", message });
  }
  const contentType = headers.get("content-type");
  const file = fileFrom(bytes, contentType, "sound");
  return { ...none, audio: file.base64, contentType, size: bytes.length, file };
}

function voiceOf(voice: any) {
  return {
    id: voice.voice_id,
    name: voice.name ?? null,
    category: voice.category ?? null,
    description: voice.description ?? null,
    previewUrl: voice.preview_url ?? null,
    labels: voice.labels ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const vendor: Vendor = {
    name: "ElevenLabs",
    base: params.baseUrl || "https://api.elevenlabs.io",
    headers: { "xi-api-key": secret(env, "ELEVENLABS_API_KEY") },
    // {status, message}, or a list of what is wrong with the parameters.
    failure: ({ detail }) =>
      Array.isArray(detail)
        ? { code: detail[0]?.type, message: detail.map((problem) => problem.msg).join("; ") }
        : { code: detail?.status, message: detail?.message },
  };
  if (params.action === "Request") return await rawRequest(vendor, params);
  switch (params.action ?? "Text to Speech") {
    case "Text to Speech": {
      const settings = filled({
        stability: numberOf(params.stability, "stability"),
        similarity_boost: numberOf(params.similarityBoost, "similarityBoost"),
      });
      const body = {
        text: params.text,
        model_id: params.modelId || "eleven_multilingual_v2",
        voice_settings: Object.keys(settings).length > 0 ? settings : undefined,
      };
      const { bytes, headers } = await requestBytes(vendor, "POST", path`/v1/text-to-speech/${params.voiceId}`, {
        query: { output_format: params.outputFormat || "mp3_44100_128" },
        json: body,
        timeout: 100_000,
      });
      return soundOf(bytes, headers);
    }
    case "List Voices": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (token: string | undefined, missing) => {
        const query = { search: params.search, page_size: Math.min(missing, 100), next_page_token: token };
        const answer = await request(vendor, "GET", "/v2/voices", { query, expects: "voices[]" });
        return { items: answer.voices, next: answer.has_more && answer.next_page_token };
      });
      return { ...none, voices: items.map(voiceOf), hasMore };
    }
    case "Get Voice":
      return {
        ...none,
        ...voiceOf(await request(vendor, "GET", path`/v1/voices/${params.voiceId}`, { expects: "voice_id" })),
      };
    case "Speech to Text": {
      // https://elevenlabs.io/docs/api-reference/speech-to-text/convert
      const file = fileOf(required(params.file, "file"), "file")!;
      const fields = { model_id: params.transcriptionModel || "scribe_v1", language_code: params.language };
      const sending = { multipart: multipart(fields, { file }), expects: "text", timeout: 100_000 };
      const answer = await request(vendor, "POST", "/v1/speech-to-text", sending);
      return { ...none, text: answer.text, language: answer.language_code ?? null };
    }
    case "Sound Effect": {
      const body = filled({
        text: required(params.text, "text"),
        duration_seconds: numberOf(params.duration, "duration"),
      });
      const sending = { json: body, timeout: 100_000 };
      const { bytes, headers } = await requestBytes(vendor, "POST", "/v1/sound-generation", sending);
      return soundOf(bytes, headers);
    }
    default:
      throw unknownAction("ElevenLabs", params.action);
  }
}
