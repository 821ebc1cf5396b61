import JSON

/// Makes a version of a document; problems are reported at their places in the file.
struct VersionUpload {
    let api: RESTClient
    /// The workflow's path.
    let workflow: String

    /// - Parameter message: Of the version: what changed, and why.
    /// - Throws: `ClientError` with a line for each problem.
    func post(_ file: DocumentFile, message: String? = nil) async throws -> JSONValue {
        let body = JSONObject(present: ("ir", file.value), ("message", message.map(JSONValue.string)))
        do {
            let version = try await api.post("\(workflow)/versions", .object(body))
            let warnings = version["warnings"]?.array ?? []
            if !warnings.isEmpty { Terminal.tell(ProblemLines(warnings, in: file).text) }
            return version
        } catch let refusal as RESTClient.Refusal { throw DocumentCheck.problems(refusal, in: file) }
    }
}
