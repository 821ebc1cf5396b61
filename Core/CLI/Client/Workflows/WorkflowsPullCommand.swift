import ArgumentParser
import Foundation
import JSON

/// `millrace workflows pull`
struct WorkflowsPullCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Writes a workflow's document to a file, or prints it.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var version: VersionOption

    @Option(name: .shortAndLong, help: "The file, in YAML when its name ends with .yaml; by default it is printed.")
    var output: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let workflow = try await workflow.path(api)
        let found = try await version.find(api, ofWorkflow: workflow)
        let document = found["ir"] ?? nil
        guard let file = self.output else { return output.json(document) }
        try Data(DocumentFile.text(of: document, for: file).utf8).write(to: URL(filePath: file), options: .atomic)
        output.done("Wrote version \(found["version"]?.int ?? 0) to \(file).", found)
    }
}
