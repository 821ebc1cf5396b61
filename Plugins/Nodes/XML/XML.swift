import NodeKit

private let (parse, create, find) = ("Parse XML", "Create XML", "Find Elements")

private let node = NodeDefinition(
    id: "xml", name: "XML", version: "1.0.0",
    description: "Read XML as objects, find elements in it, and write objects as XML.",
    category: "Data", tags: ["xml", "file"],
    icon: NodeDefinition.icon("M8 6l-5 6l5 6 M16 6l5 6l-5 6 M14 4l-4 16"),
    docsUrl: "https://www.w3.org/TR/xml/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(parse, create, find),
        .area("xml", "XML", for: [parse, find], required: true),
        .json(
            "value", "Object",
            "One member, the root element. \"@name\" is an attribute, \"#text\" the text, a list repeats an element.",
            for: [create], required: true),
        .text(
            "elementPath", "Path", "Names from the root, such as feed/entry; * is any name.", for: [find],
            required: true),
        .text(
            "lists", "Always lists", "Element names, separated by commas, that are lists even if they occur once.",
            for: [parse, find]),
        .flag("stripPrefixes", "Remove namespace prefixes", for: [parse, find], default: false),
        .flag("indent", "Indent", for: [create], default: false),
        .flag("declaration", "XML declaration", for: [create], default: true),
        .limit(1000, for: [find]),
    ],
    outputSchema: [
        .text("root", "The name of the root element."), .object("value", "The document: {root: …}."),
        OutputField(
            "elements", .array, description: "Objects, or texts of elements that have nothing else.", nullable: true),
        .number("count"), .flag("hasMore"), .text("xml"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 0, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
