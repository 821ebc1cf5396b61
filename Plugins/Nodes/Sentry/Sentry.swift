import NodeKit

private let (list, get, resolve) = ("List Issues", "Get Issue", "Resolve Issue")
private let (events, release) = ("List Events", "Create Release")
private let issue: [OutputField] = [
    .text("id"), .text("shortId"), .text("title"), .text("status"), .text("level"), .text("culprit"), .text("project"),
    .number("count", "How often it came."), .number("userCount"), .text("url"), .text("firstSeen"), .text("lastSeen"),
]

private let node = NodeDefinition(
    id: "sentry", name: "Sentry", version: "1.0.0",
    description: "Read and resolve issues in Sentry, list events and create releases.",
    category: "Analytics", tags: ["errors", "monitoring"],
    icon: NodeDefinition.icon("M4 18a14 14 0 0 1 8-13l8 14h-5a10 10 0 0 0-6-9 M4 18h4a6 6 0 0 0-2-4"),
    docsUrl: "https://docs.sentry.io/api/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(list, get, resolve, events, release),
        .secret("authToken", "Auth token", "SENTRY_AUTH_TOKEN"),
        .text("organization", "Organization", "Its slug.", required: true),
        .text("project", "Project", "Its slug.", for: [list]),
        .text("query", "Search", "Such as is:unresolved level:error.", for: [list], default: "is:unresolved"),
        .text("statsPeriod", "Period", "Such as 24h or 14d.", for: [list]),
        .text("issueId", "Issue", "Its id.", for: [get, resolve, events], required: true),
        .choice("resolution", "It is resolved", ["now", "in the next release"], for: [resolve], default: "now"),
        .text("version", "Version", for: [release], required: true),
        .text("projects", "Projects", "Slugs, with commas between.", for: [release], required: true),
        .text("ref", "Commit", for: [release]),
        .text("releaseUrl", "Address", for: [release], format: .url),
        .limit(for: [list, events]),
        .baseUrl("https://sentry.io"),
    ],
    outputSchema: [
        .text("id"), .text("shortId"), .text("title"), .text("status"), .text("level"), .text("culprit"),
        .text("project"),
        .number("count"), .number("userCount"), .text("url"), .text("firstSeen"), .text("lastSeen"),
        .list("issues", of: issue),
        .list("events", of: [.text("id"), .text("title"), .text("message"), .text("createdAt"), .text("user")]),
        .flag("hasMore"),
        .text("version", "Of a release."), .text("createdAt"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
