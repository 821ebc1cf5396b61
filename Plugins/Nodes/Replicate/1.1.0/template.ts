// Replicate HTTP API: https://replicate.com/docs/reference/http, predictions: https://replicate.com/docs/topics/predictions, models and
// versions: https://replicate.com/changelog/2025-08-05-run-all-models-with-the-same-api-endpoint
import {
  collect,
  filled,
  json,
  limitOf,
  NodeError,
  numberOf,
  path,
  rawRequest,
  repeatsWrites,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  status: null,
  model: null,
  version: null,
  result: null,
  error: null,
  url: null,
  seconds: null,
  createdAt: null,
  completedAt: null,
  predictions: null,
  hasMore: null,
};

function briefOf(prediction: any) {
  return {
    id: prediction.id,
    status: prediction.status ?? null,
    model: prediction.model ?? null,
    version: prediction.version ?? null,
    createdAt: prediction.created_at ?? null,
    completedAt: prediction.completed_at ?? null,
  };
}

function predictionOf(prediction: any) {
  const { output, error, urls, metrics } = prediction;
  return {
    ...none,
    ...briefOf(prediction),
    result: output === undefined || output === null ? null : { output },
    error: error ? String(error) : null,
    url: urls?.web ?? urls?.get ?? null,
    seconds: metrics?.predict_time ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const replicate: Vendor = {
    name: "Replicate",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.replicate.com",
    headers: { authorization: `Bearer ${secret(env, "REPLICATE_API_TOKEN")}` },
    failure: (body) => ({ code: body.title, message: body.detail }),
  };
  if (params.action === "Request") return await rawRequest(replicate, params);
  const expects = "id";
  switch (params.action ?? "Create Prediction") {
    case "Create Prediction": {
      // One address takes them all: owner/name of an official model, owner/name:version of another, or a version alone.
      const version = params.version || params.model;
      if (!version) {
        throw new NodeError("Replicate", { message: "a prediction needs a version, or a model such as owner/name" });
      }
      const wait = numberOf(params.wait, "wait") ?? 0;
      const body = filled({
        version,
        input: json(params.input, "input") ?? {},
        webhook: params.webhook,
        webhook_events_filter: params.webhook ? ["completed"] : undefined,
      });
      const headers = wait > 0 ? { prefer: `wait=${Math.min(60, Math.ceil(wait))}` } : undefined;
      return predictionOf(
        await request(replicate, "POST", "/v1/predictions", { headers, json: body, expects, timeout: 90_000 }),
      );
    }
    case "Get Prediction":
      return predictionOf(await request(replicate, "GET", path`/v1/predictions/${params.predictionId}`, { expects }));
    case "Cancel Prediction":
      return predictionOf(
        await request(replicate, "POST", path`/v1/predictions/${params.predictionId}/cancel`, {
          expects,
          repeatable: true,
        }),
      );
    case "List Predictions": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined) => {
        const answer = await request(replicate, "GET", "/v1/predictions", { query: { cursor }, expects: "results[]" });
        return { items: answer.results, next: answer.next && new URL(answer.next).searchParams.get("cursor") };
      });
      return { ...none, predictions: items.map(briefOf), hasMore };
    }
    default:
      throw unknownAction("Replicate", params.action);
  }
}
