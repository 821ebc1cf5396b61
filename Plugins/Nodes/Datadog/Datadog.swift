import NodeKit

private let (metrics, event) = ("Submit Metrics", "Create Event")
private let (logs, monitors) = ("Send Logs", "List Monitors")
private let monitor: [OutputField] = [
    .number("id"), .text("name"), .text("type"), .text("query"), .text("state", "OK, Alert, Warn, No Data."),
    .list("tags", ofEach: .string),
]

private let node = NodeDefinition(
    id: "datadog", name: "Datadog", version: "1.0.0",
    description: "Send metrics, events and logs to Datadog, and list its monitors.",
    category: "Analytics", tags: ["metrics", "logs", "monitoring"],
    icon: NodeDefinition.icon("M4 19V5 M4 19h16 M8 15l3-5 3 3 4-7"),
    docsUrl: "https://docs.datadoghq.com/api/latest/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(metrics, event, logs, monitors),
        .secret("apiKey", "API key", "DATADOG_API_KEY"),
        .secret("appKey", "Application key", "DATADOG_APP_KEY"),
        .text("site", "Site", "Such as datadoghq.eu or us5.datadoghq.com.", default: "datadoghq.com"),
        .text("metric", "Metric", "Its name.", for: [metrics], required: true),
        .number("value", "Value", for: [metrics], required: true),
        .choice("type", "Kind", ["unspecified", "count", "rate", "gauge"], for: [metrics], default: "gauge"),
        .text("unit", "Unit", for: [metrics]),
        .number("interval", "Interval", "Of a count or rate, in seconds.", for: [metrics], min: 1),
        .text("title", "Title", for: [event], required: true),
        .area("text", "Text", for: [event], required: true, maxLength: 4000),
        .choice("alertType", "Kind", ["error", "warning", "info", "success"], for: [event], default: "info"),
        .text("aggregationKey", "Aggregation key", "Events with the same one are shown together.", for: [event]),
        .json("logs", "Logs", "A text, an object, or a list of these.", for: [logs], required: true),
        .text("service", "Service", for: [logs]),
        .text("source", "Source", for: [logs]),
        .text("host", "Host", for: [metrics, event, logs]),
        .text("tags", "Tags", "With commas between: env:test, team:looms."),
        .text("name", "Name", "A part of the monitors' names.", for: [monitors]),
        .limit(for: [monitors]),
        .text(
            "logsUrl", "Address for logs", "For a proxy or a test; made from the site when empty.", for: [logs],
            format: .url),
        .text("baseUrl", "API address", "For a proxy or a test; made from the site when empty.", format: .url),
    ],
    outputSchema: [
        .number("accepted", "How many points or logs were taken."), .text("id", "Of the event."),
        .text("url", "Of the event."),
        .list("monitors", of: monitor), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
