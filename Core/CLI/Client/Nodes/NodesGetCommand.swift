import ArgumentParser
import JSON

/// `millrace nodes get`
struct NodesGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a node and the fields of its form.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The node's id.")
    var node: String

    private static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Version", "version"), Column("Category", "category"),
        Column("Description", "description"), Column("Providers", "providers"), Column("Documentation", "docsUrl"),
    ]
    private static let fields = [
        Column("FIELD", "field"), Column("TYPE", "type"), Column("REQUIRED", "required"), Column("LABEL", "label"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let node = try await api.get("/api/nodes/\(node.asPathSegment)")
        output.details(node, Self.columns)
        let fields = (node["configSchema"]?.object ?? [:]).map { name, field -> JSONValue in
            var field = field.object ?? [:]
            field["field"] = .string(name)
            return .object(field)
        }
        guard !output.isJSON, !fields.isEmpty else { return }
        Terminal.print()
        output.list(["data": .array(fields)], Self.fields)
    }
}
