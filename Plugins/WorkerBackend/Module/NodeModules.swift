/// The modules of Node.js by their names after `node:` (Node.js documentation, "API reference documentation").
enum NodeModules {
    static func contains(_ name: some StringProtocol) -> Bool { names.contains(String(name)) }

    private static let names: Set<String> = [
        "assert", "assert/strict", "async_hooks", "buffer", "child_process", "cluster", "console", "constants",
        "crypto",
        "dgram", "diagnostics_channel", "dns", "dns/promises", "domain", "events", "fs", "fs/promises", "http", "http2",
        "https", "inspector", "inspector/promises", "module", "net", "os", "path", "path/posix", "path/win32",
        "perf_hooks",
        "process", "punycode", "querystring", "readline", "readline/promises", "repl", "sqlite", "stream",
        "stream/consumers", "stream/promises", "stream/web", "string_decoder", "sys", "test", "test/reporters",
        "timers",
        "timers/promises", "tls", "trace_events", "tty", "url", "util", "util/types", "v8", "vm", "wasi",
        "worker_threads", "zlib",
    ]
}
