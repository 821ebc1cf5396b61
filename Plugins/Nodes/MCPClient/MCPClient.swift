import NodeKit

private let (call, tools, resources) = ("Call Tool", "List Tools", "List Resources")
private let (read, prompts, prompt) = ("Read Resource", "List Prompts", "Get Prompt")
private let raw = "Request"

private let node = NodeDefinition(
    id: "mcp-client", name: "MCP client", version: "1.0.0",
    description: "Call tools and read resources and prompts of an MCP server over streamable HTTP.",
    category: "AI", tags: ["mcp", "tools", "agent"],
    icon: NodeDefinition.icon("M4 12l8-8a3 3 0 0 1 4 4l-6 6 M10 14l6-6a3 3 0 0 1 4 4l-8 8l2 2 M7 11l6-6"),
    docsUrl: "https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http",
    author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(call, tools, resources, read, prompts, prompt, raw),
        .text(
            "server", "Server", "The address of its endpoint, such as https://mill.test/mcp.", required: true,
            format: .url),
        .secret("accessToken", "Access token", "MCP_ACCESS_TOKEN"),
        .choice("authorization", "Authorization", ["Bearer", "Header", "None"], default: "Bearer"),
        .text("header", "Header", "That has the token, for servers with one of their own.", default: "x-api-key"),
        .choice(
            "protocol", "Protocol", ["automatic", "2026-07-28", "2025-11-25"], default: "automatic"),
        .text("tool", "Tool", "Its name.", for: [call], required: true),
        .json("arguments", "Arguments", "An object.", for: [call, prompt]),
        .flag("failOnError", "Fail if the tool reports an error", for: [call], default: true),
        .flag(
            "retryWrites", "Retry calls",
            "Send again after a timeout or server error, although the tool may have been executed.", for: [call, raw],
            default: false),
        .text("uri", "Resource", "Its URI.", for: [read], required: true),
        .text("prompt", "Prompt", "Its name.", for: [prompt], required: true),
        .text("method", "Method", "Of JSON-RPC, such as tools/list.", for: [raw], required: true),
        .json("parameters", "Parameters", "An object.", for: [raw]),
        .limit(for: [tools, resources, prompts]),
        .number("timeout", "Timeout", "In seconds.", default: 120, min: 1, max: 280),
    ],
    outputSchema: [
        .text("text", "All texts of the result."), .list("content", of: nil), .object("structured"), .flag("isError"),
        .list(
            "tools",
            of: [.text("name"), .text("title"), .text("description"), .object("inputSchema"), .object("outputSchema")]),
        .list("resources", of: [.text("uri"), .text("name"), .text("description"), .text("contentType")]),
        .list("prompts", of: [.text("name"), .text("description"), .list("arguments", of: nil)]),
        .list("messages", of: nil), .flag("hasMore"), .text("protocol", "The version that was spoken."),
        .object("result"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
