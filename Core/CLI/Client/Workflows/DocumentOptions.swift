import ArgumentParser
import JSON

/// A document in a file, and the workflow that it belongs to.
struct DocumentOptions: ParsableArguments {
    @Argument(help: "The document, in JSON or YAML; - for standard input.")
    var file: String

    @Option(help: "The workflow: its id or name; by default the name in the document's metadata.")
    var workflow: String?

    /// The name or id of the workflow.
    func name(of document: DocumentFile) throws -> String {
        if let workflow { return workflow }
        guard let name = document.value.at("metadata.name")?.string else {
            throw ClientError(.usage, "\(file) has no metadata.name. Pass the workflow with --workflow.")
        }
        return name
    }
}
