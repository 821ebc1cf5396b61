import PluginMessages

/// Nodes as a table in Markdown: a row for each version, by name.
package struct NodeTable: Sendable {
    package let text: String

    package init(_ nodes: [NodeDefinition]) {
        let rows = nodes.sorted { ($0.name.lowercased(), $0.version) < ($1.name.lowercased(), $1.version) }.map(
            Self.row)
        text = (["| Node | Version | Actions | Secrets | Documentation |", "| --- | --- | --- | --- | --- |"] + rows)
            .map { "\($0)\n" }.joined()
    }

    private static func row(_ node: NodeDefinition) -> String {
        let actions = node.configSchema.first { $0.name == "action" }?.options?.map(\.label) ?? []
        let secrets = node.configSchema.compactMap(\.envVarName).map { "`\($0)`" }
        let cells = [
            "\(node.name) (`\(node.id)`)", node.version,
            actions.isEmpty ? node.description : actions.joined(separator: ", "),
            secrets.joined(separator: ", "), node.docsUrl.map { "<\($0)>" } ?? "",
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }
}
