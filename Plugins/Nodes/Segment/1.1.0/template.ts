// Segment HTTP Tracking API: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
import {
  basic,
  type Call,
  filled,
  idempotencyKey,
  json,
  NodeError,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const segment: Vendor = {
    name: "Segment",
    base: params.baseUrl || "https://api.segment.io",
    headers: { authorization: basic(secret(env, "SEGMENT_WRITE_KEY"), "") },
    failure: (body) => ({ code: body.code, message: body.message ?? body.error?.message }),
  };
  if (params.action === "Request") return await rawRequest(segment, params);
  if (!params.userId && !params.anonymousId) {
    throw new NodeError("Segment", { message: "a user or an anonymous id is missing" });
  }
  // Segment drops a message that it has had: https://segment.com/blog/exactly-once-delivery/
  const messageId = await idempotencyKey(call);
  const timestamp = params.timestamp || new Date().toISOString();
  const properties = json(params.properties, "properties");
  const traits = json(params.traits, "traits");
  const kinds: Record<string, [path: string, body: Record<string, unknown>]> = {
    "Track Event": ["track", { event: params.event, properties }],
    "Identify User": ["identify", { traits }],
    "Group": ["group", { groupId: params.groupId, traits }],
    "Page": ["page", { name: params.name, category: params.category, properties }],
    "Screen": ["screen", { name: params.name, properties }],
  };
  const kind = kinds[params.action ?? "Track Event"];
  if (!kind) throw unknownAction("Segment", params.action);
  const body = filled({
    userId: params.userId,
    anonymousId: params.anonymousId,
    ...kind[1],
    context: json(params.context, "context"),
    integrations: json(params.integrations, "integrations"),
    timestamp,
    messageId,
  });
  await request(segment, "POST", `/v1/${kind[0]}`, { json: body, expects: "success" });
  return { success: true, messageId, timestamp };
}
