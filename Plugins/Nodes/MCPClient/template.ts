// Model Context Protocol, revision 2026-07-28: https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
// and …/basic/versioning; servers of 2025-11-25 and before: https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
import {
  actionSecret,
  base64,
  collect,
  flag,
  json,
  limitOf,
  malformed,
  NodeError,
  numberOf,
  requestBytes,
  required,
  unknownAction,
  type Vendor,
  writing,
} from "@millrace/node";

const none = {
  text: null,
  content: null,
  structured: null,
  isError: null,
  tools: null,
  resources: null,
  prompts: null,
  messages: null,
  hasMore: null,
  protocol: null,
  result: null,
};
const modern = "2026-07-28", legacy = "2025-11-25";
const client = { name: "millrace", version: "1.0.0" };

/** A server, and how it is spoken to: by itself in every request, or in a session after a handshake. */
interface Connection {
  vendor: Vendor;
  timeout: number;
  protocol: string;
  session?: string | null;
}

function vendorOf(env: any, params: any): Vendor {
  const url = new URL(required(params.server, "server"));
  const header = (params.authorization || "Bearer") === "Bearer" ? "authorization" : params.header || "x-api-key";
  const token = params.authorization === "None" ? undefined : actionSecret(env, "MCP_ACCESS_TOKEN");
  return {
    name: "MCP server",
    base: url.origin + url.pathname + url.search,
    headers: {
      accept: "application/json, text/event-stream",
      ...(token ? { [header]: header === "authorization" ? `Bearer ${token}` : token } : {}),
    },
    failure: ({ error, message, error_description }) => ({
      code: error?.code ?? error,
      message: error?.message ?? error_description ?? message,
    }),
  };
}

/** A header's value: what is not ASCII is told in base64 (Streamable HTTP, "Value Encoding"). */
function headerText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.startsWith("=?")
    ? value
    : `=?base64?${base64(value)}?=`;
}

/** The messages of a response: one as JSON, or several as events. */
function messagesIn(text: string, type: string, broken: () => NodeError): any[] {
  const read = (data: string) => {
    try {
      return [JSON.parse(data)].flat();
    } catch {
      throw broken();
    }
  };
  if (!type.includes("text/event-stream")) return read(text);
  const data = text.split(/\r\n\r\n|\n\n|\r\r/).map((event) =>
    event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5).replace(/^ /, ""))
      .join("\n")
  );
  return data.filter((item) => item !== "").flatMap(read);
}

/** Sends one message; a request has a result, a notification none. */
async function post(
  { vendor, timeout }: Connection,
  message: Record<string, unknown>,
  headers: Record<string, string | undefined>,
) {
  const broken = () => malformed("MCP server", 200, vendor.repeatsWrites !== false);
  const sending = { json: { jsonrpc: "2.0", ...message }, headers, timeout };
  const answer = await requestBytes(vendor, "POST", "", sending);
  if (message.id === undefined) return { result: null, headers: answer.headers };
  const type = answer.headers.get("content-type") ?? "";
  const found = messagesIn(new TextDecoder().decode(answer.bytes), type, broken).find((item) =>
    item?.id === message.id && (item.result || item.error)
  );
  if (!found) throw broken();
  if (found.error) {
    throw new NodeError("MCP server", { code: found.error.code, message: found.error.message, status: 200 });
  }
  return { result: found.result, headers: answer.headers };
}

async function send(connection: Connection, method: string, params: Record<string, any>): Promise<any> {
  const { protocol, session } = connection;
  if (protocol !== modern) {
    const headers = { "mcp-protocol-version": protocol, "mcp-session-id": session ?? undefined };
    return (await post(connection, { id: 2, method, params }, headers)).result;
  }
  const about = {
    "io.modelcontextprotocol/protocolVersion": modern,
    "io.modelcontextprotocol/clientInfo": client,
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const headers = {
    "mcp-protocol-version": modern,
    "mcp-method": method,
    "mcp-name": headerText(params.name ?? params.uri),
  };
  const { result } = await post(connection, {
    id: 1,
    method,
    params: { ...params, _meta: { ...params._meta, ...about } },
  }, headers);
  if (result.resultType !== "input_required") return result;
  throw new NodeError("MCP server", {
    code: "input_required",
    message: `${method} asks for input, which a workflow cannot give`,
  });
}

/** The handshake of servers before 2026-07-28. */
async function handshake(connection: Connection): Promise<Connection> {
  const params = { protocolVersion: legacy, capabilities: {}, clientInfo: client };
  const { result, headers } = await post(connection, { id: 1, method: "initialize", params }, {});
  if (typeof result.protocolVersion !== "string") throw malformed("MCP server", 200);
  const open = { ...connection, protocol: result.protocolVersion, session: headers.get("mcp-session-id") };
  const told = { "mcp-protocol-version": open.protocol, "mcp-session-id": open.session ?? undefined };
  await post(open, { method: "notifications/initialized" }, told);
  return open;
}

/** Whether a refusal is that of a server which wants a handshake first: Versioning, "Interoperability with earlier revisions". */
function wantsHandshake(error: unknown): boolean {
  if (!(error instanceof NodeError)) return false;
  const code = Number(error.code);
  // Errors of the protocol's own: -32020 to -32029; of them only that of the version leads back.
  if (code <= -32020 && code >= -32029) return code === -32022;
  return error.status === 400 || error.status === 404 || error.status === 200 && (code === -32600 || code === -32000);
}

/**
 * Sends a request as the server understands it; what it refuses because of the protocol it has not executed.
 *
 * @param vendor The server, for this request: a handshake may always be repeated.
 */
async function ask(
  connection: Connection,
  vendor: Vendor,
  method: string,
  params: Record<string, any>,
  wanted: string,
) {
  if (connection.protocol === modern) {
    try {
      return await send({ ...connection, vendor }, method, params);
    } catch (error) {
      if (wanted === modern || !wantsHandshake(error)) throw error;
      connection.protocol = legacy;
    }
  }
  if (connection.session === undefined) Object.assign(connection, await handshake(connection));
  return await send({ ...connection, vendor }, method, params);
}

function textOf(content: any[]): string {
  return content.map((item) => item.text ?? item.resource?.text).filter((text) => typeof text === "string").join("\n");
}

export default async function (env: any, params: any) {
  const wanted = params.protocol || "automatic";
  const connection: Connection = {
    vendor: vendorOf(env, params),
    timeout: (numberOf(params.timeout, "timeout") ?? 120) * 1_000,
    protocol: wanted === legacy ? legacy : modern,
  };
  const reading = (method: string, more: Record<string, any>) =>
    ask(connection, connection.vendor, method, more, wanted);
  const once = (method: string, more: Record<string, any>) =>
    ask(connection, writing(connection.vendor, params), method, more, wanted);
  const listed = async (method: string, member: string) =>
    await collect(limitOf(params.limit), async (cursor: string | undefined) => {
      const result = await reading(method, cursor ? { cursor } : {});
      if (!Array.isArray(result[member])) throw malformed("MCP server", 200);
      return { items: result[member] as any[], next: result.nextCursor };
    });
  switch (params.action ?? "Call Tool") {
    case "Call Tool": {
      const name = required(params.tool, "tool");
      const result = await once("tools/call", { name, arguments: json(params.arguments, "arguments") ?? {} });
      const content: any[] = result.content ?? [];
      const isError = result.isError ?? false;
      if (isError && (flag(params.failOnError) ?? true)) {
        throw new NodeError("MCP server", {
          code: "tool_error",
          message: `The tool "${name}" reports: ${textOf(content).slice(0, 500)}`,
        });
      }
      return {
        ...none,
        text: textOf(content),
        content,
        structured: result.structuredContent ?? null,
        isError,
        protocol: connection.protocol,
      };
    }
    case "List Tools": {
      const { items, hasMore } = await listed("tools/list", "tools");
      const tools = items.map((tool) => ({
        name: tool.name,
        title: tool.title ?? tool.annotations?.title ?? null,
        description: tool.description ?? null,
        inputSchema: tool.inputSchema ?? null,
        outputSchema: tool.outputSchema ?? null,
      }));
      return { ...none, tools, hasMore, protocol: connection.protocol };
    }
    case "List Resources": {
      const { items, hasMore } = await listed("resources/list", "resources");
      const resources = items.map((resource) => ({
        uri: resource.uri,
        name: resource.name ?? null,
        description: resource.description ?? null,
        contentType: resource.mimeType ?? null,
      }));
      return { ...none, resources, hasMore, protocol: connection.protocol };
    }
    case "Read Resource": {
      const { contents } = await reading("resources/read", { uri: required(params.uri, "uri") });
      if (!Array.isArray(contents)) throw malformed("MCP server", 200);
      return { ...none, text: textOf(contents), content: contents, protocol: connection.protocol };
    }
    case "List Prompts": {
      const { items, hasMore } = await listed("prompts/list", "prompts");
      const prompts = items.map((prompt) => ({
        name: prompt.name,
        description: prompt.description ?? null,
        arguments: prompt.arguments ?? [],
      }));
      return { ...none, prompts, hasMore, protocol: connection.protocol };
    }
    case "Get Prompt": {
      const { messages } = await reading("prompts/get", {
        name: required(params.prompt, "prompt"),
        arguments: json(params.arguments, "arguments") ?? {},
      });
      if (!Array.isArray(messages)) throw malformed("MCP server", 200);
      return {
        ...none,
        messages,
        text: textOf(messages.map(({ content }: any) => content)),
        protocol: connection.protocol,
      };
    }
    case "Request": {
      const result = await once(required(params.method, "method"), json(params.parameters, "parameters") ?? {});
      return { ...none, result, protocol: connection.protocol };
    }
    default:
      throw unknownAction("MCP client", params.action);
  }
}
