import PluginMessages

/// The page of a node in a catalogue, as Markdown, from its definition.
struct PackageReadme {
    let node: NodeDefinition

    var text: String {
        var lines = ["# \(node.name)", "", node.description, ""]
        if let url = node.docsUrl { lines += ["Documentation of the service: <\(url)>", ""] }
        lines += ["| Field | Type | Required | |", "| --- | --- | --- | --- |"]
        lines += node.configSchema.map { field in
            let about = [field.label, field.description].compactMap(\.self).joined(separator: ". ")
            return "| `\(field.name)` | \(field.type.rawValue) | \(field.required ? "yes" : "") | \(Self.cell(about)) |"
        }
        let secrets = node.configSchema.compactMap(\.envVarName)
        if !secrets.isEmpty {
            lines += ["", "Secrets, as environment variables: \(secrets.map { "`\($0)`" }.joined(separator: ", "))."]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text that stays in its cell.
    static func cell(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 }).split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|")
    }
}
