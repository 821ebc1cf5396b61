import ArgumentParser
import JSON

/// `millrace workflows push`
struct WorkflowsPushCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Makes a version of a document in a file, unless it is the current one.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var document: DocumentOptions

    @Flag(help: "Create the workflow when no workflow has the name.")
    var create = false

    func run(_ api: RESTClient, _ output: Output) async throws {
        let file = try DocumentFile(path: document.file)
        let workflow = try await workflow(file, api)
        let path = "/api/workflows/\(workflow.id)"
        let current = try await api.get("\(path)/full")["currentVersion"] ?? nil
        guard current["ir"] != file.value else {
            return output.done("Version \(current["version"]?.int ?? 0) has this document.", current)
        }
        let version = try await VersionUpload(api: api, workflow: path).post(file)
        output.done(
            "Version \(version["version"]?.int ?? 0) of \"\(workflow["name"]?.string ?? "")\": \(version.id)", version)
    }

    private func workflow(_ file: DocumentFile, _ api: RESTClient) async throws -> JSONValue {
        let name = try document.name(of: file)
        do { return try await api.find(.workflow, name) } catch let error as ClientError
            where create && error.status == .notFound && error.lines.isEmpty
        {
            let body = JSONObject(present: ("name", .string(name)), ("kind", file.value["kind"]))
            return try await api.post("/api/workflows", .object(body))
        }
    }
}
