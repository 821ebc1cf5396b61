import JSON

/// Makes a version of a document; problems are reported at their places in the file.
struct VersionUpload {
    let api: RESTClient
    /// The workflow's path.
    let workflow: String

    /// - Throws: `ClientError` with a line for each problem.
    func post(_ file: DocumentFile) async throws -> JSONValue {
        do {
            let version = try await api.post("\(workflow)/versions", ["ir": file.value])
            let warnings = version["warnings"]?.array ?? []
            if !warnings.isEmpty { Terminal.tell(ProblemLines(warnings, in: file).text) }
            return version
        } catch let refusal as RESTClient.Refusal { throw DocumentCheck.problems(refusal, in: file) }
    }
}
