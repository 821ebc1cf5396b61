import NodeKit

private let (get, set, del, hset) = ("GET", "SET", "DEL", "HSET")
private let (hget, lpush, lrange, incr) = ("HGET", "LPUSH", "LRANGE", "INCR")

private let node = NodeDefinition(
    id: "upstash-redis", name: "Upstash Redis", version: "1.0.0",
    description: "Read and write keys, hashes, lists and counters in Upstash Redis.",
    category: "Database", tags: ["redis", "cache", "key-value"],
    icon: NodeDefinition.icon("M12 4l9 4-9 4-9-4z M3 12l9 4 9-4 M3 16l9 4 9-4"),
    docsUrl: "https://upstash.com/docs/redis/features/restapi", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(get, set, del, hset, hget, lpush, lrange, incr),
        .secret("restUrl", "REST address", "UPSTASH_REDIS_REST_URL"),
        .secret("restToken", "REST token", "UPSTASH_REDIS_REST_TOKEN"),
        .text("key", "Key", required: true),
        .area("value", "Value", "Values other than text are stored as JSON.", for: [set, lpush]),
        .number("expires", "Expires", "After so many seconds.", for: [set], min: 1),
        .choice("when", "Only when", ["always", "it is not there", "it is there"], for: [set], default: "always"),
        .json("fields", "Fields", "An object.", for: [hset], required: true),
        .text("field", "Field", for: [hget], required: true),
        .number("start", "From", for: [lrange], default: 0),
        .number("stop", "To", "-1 is the last.", for: [lrange], default: -1),
        .number("by", "By", for: [incr], default: 1),
    ],
    outputSchema: [
        .text("value", "Of GET and HGET."), .list("values", "Of LRANGE.", ofEach: .string),
        .number("number", "What is counted: keys, fields, items, or the counter."),
        .flag("done", "Of SET: whether it was."),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
