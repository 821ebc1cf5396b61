import ArgumentParser
import Foundation
import JSON

/// `millrace workflows diff`
struct WorkflowsDiffCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compares a workflow's current version with a document in a file.",
        discussion: "Lines with - are from the server, lines with + from the file. Exits with 1 when they differ.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var document: DocumentOptions

    func run(_ api: RESTClient, _ output: Output) async throws {
        let file = try DocumentFile(path: document.file)
        let workflow = try await api.find(.workflow, try document.name(of: file))
        let current = try await api.get("/api/workflows/\(workflow.id)/full").at("currentVersion.ir") ?? nil
        let lines = DocumentDiff(current, file.value).lines
        if output.isJSON {
            output.json(["differences": .array(lines.map(JSONValue.string))])
        } else {
            for line in lines { Terminal.print(line) }
        }
        guard lines.isEmpty else { throw ExitCode.failure }
    }
}
