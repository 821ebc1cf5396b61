import ArgumentParser
import Foundation

/// `millrace projects export`
struct ProjectsExportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a project's workflows and variables, without secrets, to a file.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var target: ProjectArgument

    @Option(name: .shortAndLong, help: "The file; by default it is printed.")
    var output: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let export = try await api.get("/api/projects/\(try await target.find(api).id)/export")
        guard let file = self.output else { return output.json(export) }
        try Data((export.prettyText + "\n").utf8).write(to: URL(filePath: file), options: .atomic)
        output.done("Wrote \(file).", export)
    }
}
