import ArgumentParser
import JSON

/// `millrace workflows push`
struct WorkflowsPushCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract:
            "Creates a version from a document in a file, unless the current version equals it.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var document: DocumentOptions

    @OptionGroup var note: VersionNote

    @Flag(help: "Create the workflow if it does not exist.")
    var create = false

    func run(_ api: RESTClient, _ output: Output) async throws {
        let file = try DocumentFile(path: document.file)
        let name = try document.name(of: file)
        guard let workflow = try await find(name, api) else { return try await createWorkflow(name, file, api, output) }
        let path = "/api/workflows/\(workflow.id)"
        let current = try await api.get("\(path)/full")["currentVersion"] ?? nil
        guard current["ir"] != file.value else {
            return output.done("Version \(current["version"]?.int ?? 0) has this document.", current)
        }
        try await upload(file, to: workflow, api, output)
    }

    /// - Returns: `nil` for a workflow that is to be created.
    private func find(_ name: String, _ api: RESTClient) async throws -> JSONValue? {
        do { return try await api.find(.workflow, name) } catch let error as ClientError
            where create && error.status == .notFound && error.lines.isEmpty
        { return nil }
    }

    /// A document that is refused leaves no workflow without a version.
    private func createWorkflow(
        _ name: String, _ file: DocumentFile, _ api: RESTClient, _ output: Output
    ) async throws {
        try await DocumentCheck(api: api).compile(file, name: name, kind: file.value["kind"])
        let body = JSONObject(present: ("name", .string(name)), ("kind", file.value["kind"]))
        let made = try await api.post("/api/workflows", .object(body))
        do { try await upload(file, to: made, api, output) } catch {
            _ = try? await api.call(.DELETE, "/api/workflows/\(made.id)")
            throw error
        }
    }

    private func upload(
        _ file: DocumentFile, to workflow: JSONValue, _ api: RESTClient, _ output: Output
    ) async throws {
        let version = try await VersionUpload(api: api, workflow: "/api/workflows/\(workflow.id)").post(
            file, message: note.message)
        output.done(
            "Version \(version["version"]?.int ?? 0) of \"\(workflow["name"]?.string ?? "")\": \(version.id)", version)
    }
}
