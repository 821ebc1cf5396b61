import { NodeError } from "./error.ts";
import { fileFrom } from "./file.ts";
import { type Call, flag, json, required } from "./parameters.ts";
import { idempotencyKey } from "./signing.ts";
import { requestBytes, type Sending, type Vendor } from "./request.ts";

const rawMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
/** Headers of a response that a workflow can use. */
const rawHeaders = ["content-type", "etag", "link", "location"];

/** The fields of a node's action "Request". */
export interface RawParameters {
  retryWrites?: unknown;
  requestMethod?: string;
  requestPath?: string;
  requestQuery?: unknown;
  requestBody?: unknown;
  requestEncoding?: string;
}

/** Whether a node sends a write again that may have been executed: `retryWrites` of its form. */
export function repeatsWrites(params: { retryWrites?: unknown }): boolean {
  return flag(params.retryWrites) ?? false;
}

/** What a raw write is sent with where the vendor accepts idempotency keys. */
export async function keyed(params: RawParameters, call: Call): Promise<Sending> {
  const isRead = ["GET", "HEAD"].includes(String(params.requestMethod || "GET").toUpperCase());
  return isRead ? {} : { headers: { "idempotency-key": await idempotencyKey(call) } };
}

/** How a node sends: as `requestBytes`, or signed. */
export type RawSender = (
  method: string,
  address: string,
  sending: Sending,
) => Promise<{ bytes: Uint8Array; headers: Headers; status: number }>;

/**
 * The action "Request" of a node: any request to the vendor's API with the node's own authorization.
 *
 * @param more What the node adds to such a request, such as an idempotency key.
 * @param encoding How the vendor expects a body, when the form does not say it.
 */
export async function rawRequest(
  given: Vendor,
  params: RawParameters,
  more: Sending = {},
  encoding: "JSON" | "form" | "text" = "JSON",
  send?: RawSender,
): Promise<{ response: Record<string, unknown> }> {
  const vendor = { ...given, repeatsWrites: repeatsWrites(params) };
  const method = String(params.requestMethod || "GET").toUpperCase();
  if (!rawMethods.includes(method)) {
    const message = `"${method}" is not a method; expected one of ${rawMethods.join(", ")}`;
    throw new NodeError("Parameters", { message });
  }
  const address = String(required(params.requestPath, "requestPath"));
  // What does not begin so could name another host, which must not get the credential.
  if (!/^\/(?![/\\])/.test(address)) {
    throw new NodeError("Parameters", { message: `the path "${address}" must begin with one "/"` });
  }
  const sending = {
    // A PATCH is not idempotent by its definition: https://www.rfc-editor.org/rfc/rfc5789#section-2
    repeatable: method === "PATCH" ? false : undefined,
    ...more,
    ...(method === "GET" || method === "HEAD" ? {} : rawBody(params, encoding)),
    query: { ...json(params.requestQuery, "requestQuery"), ...more.query },
  };
  const { bytes, headers, status } = send
    ? await send(method, address, sending)
    : await requestBytes(vendor, method, address, sending);
  const names = rawHeaders.filter((name) => headers.has(name));
  return {
    response: {
      status,
      headers: Object.fromEntries(names.map((name) => [name, headers.get(name)])),
      body: rawContent(bytes, headers.get("content-type")),
    },
  };
}

function rawBody(params: RawParameters, encoding: string): Sending {
  const { requestBody: body } = params;
  if (body === undefined || body === null || body === "") return {};
  switch (params.requestEncoding || encoding) {
    case "form":
      return { form: json(body, "requestBody") };
    case "text":
      return { text: typeof body === "string" ? body : JSON.stringify(body) };
    default:
      return { json: json(body, "requestBody") };
  }
}

/** JSON as value, text as text, and what is neither as a file. */
function rawContent(bytes: Uint8Array, contentType: string | null): unknown {
  if (bytes.length === 0) return null;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fileFrom(bytes, contentType);
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
