import NodeKit

private let (add, tag, list) = ("Add Subscriber", "Tag Subscriber", "List Subscribers")
private let (untag, sequence) = ("Remove Tag", "Add to Sequence")
private let subscriber: [OutputField] = [
    .number("id"), .text("email"), .text("firstName"), .text("state"), .text("createdAt"), .object("fields"),
]

private let node = NodeDefinition(
    id: "convertkit", name: "ConvertKit", version: "1.1.0",
    description: "Add, tag and list subscribers in ConvertKit (Kit), and put them into sequences.",
    category: "Email", tags: ["newsletter", "subscribers"],
    icon: NodeDefinition.icon("M4 6h16v12H4z M4 7l8 6 8-6"),
    docsUrl: "https://developers.kit.com/v3", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(add, tag, list, untag, sequence),
        .secret("apiSecret", "API secret", "CONVERTKIT_API_SECRET"),
        .text("email", "Email", for: [add, tag, untag, sequence], required: true, format: .email),
        .text("firstName", "First name", for: [add, tag, sequence]),
        .json("fields", "Custom fields", "An object of texts.", for: [add, tag, sequence]),
        .text("formId", "Form", "Its id.", for: [add], required: true),
        .text("tagId", "Tag", "Its id.", for: [tag, untag], required: true),
        .text("sequenceId", "Sequence", "Its id.", for: [sequence], required: true),
        .text("from", "Added from", for: [list], format: .date),
        .text("to", "Added until", for: [list], format: .date),
        .limit(for: [list]),
        .baseUrl("https://api.convertkit.com"),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .number("id", "Of the subscription, or the tag."), .number("subscriberId"), .text("state"), .text("createdAt"),
        .text("name", "Of the tag."), .list("subscribers", of: subscriber), .number("total"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
