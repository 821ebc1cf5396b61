import ArgumentParser
import JSON

/// `millrace versions create`
struct VersionsCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a version from a document, unless the newest version equals it.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @Argument(help: "The document, in JSON or YAML; - for standard input.")
    var file: String

    @OptionGroup var note: VersionNote

    func run(_ api: RESTClient, _ output: Output) async throws {
        let document = try DocumentFile(path: file)
        let upload = VersionUpload(api: api, workflow: try await workflow.path(api))
        let version = try await upload.post(document, message: note.message)
        output.done("Version \(version["version"]?.int ?? 0): \(version.id)", version)
    }
}
