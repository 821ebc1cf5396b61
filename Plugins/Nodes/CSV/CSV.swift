import NodeKit

private let (parse, create) = ("Parse CSV", "Create CSV")

private let node = NodeDefinition(
    id: "csv", name: "CSV", version: "1.0.0",
    description: "Read rows from CSV text, and write rows as CSV.",
    category: "Data", tags: ["csv", "file", "table"],
    icon: NodeDefinition.icon("M6 3h9l4 4v14H6z M15 3v4h4 M9 12h7 M9 16h7 M12 10v8"),
    docsUrl: "https://www.rfc-editor.org/rfc/rfc4180", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(parse, create),
        .area("text", "CSV", for: [parse], required: true),
        .json("rows", "Rows", "A list of objects, or of lists.", for: [create], required: true),
        .text("delimiter", "Delimiter", "One character, or tab.", default: ","),
        .flag("hasHeader", "First row has names", "Rows are objects then.", default: true),
        .text(
            "columns", "Columns", "Names in order, separated by commas; by default those of the rows.", for: [create]),
        .flag("trim", "Remove spaces around values", for: [parse], default: false),
        .flag(
            "convert", "Convert values", "Numbers, true and false become values; empty cells become null.",
            for: [parse],
            default: false),
        .choice("lineEnd", "Line end", ["CRLF", "LF"], for: [create], default: "CRLF"),
        .flag(
            "escapeFormulas", "Escape formulas",
            "Prefixes texts that a spreadsheet would execute, such as =1+1, with an apostrophe.", for: [create],
            default: true),
        .limit(10_000, for: [parse]),
    ],
    outputSchema: [
        OutputField("rows", .array, description: "Objects, or lists without a header.", nullable: true),
        .list("columns", ofEach: .string), .number("count", always: true), .flag("hasMore"), .text("text"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 0, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
