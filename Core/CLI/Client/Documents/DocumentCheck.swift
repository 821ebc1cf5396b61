import JSON

/// Has a server compile a document, which stores nothing.
struct DocumentCheck {
    let api: RESTClient

    /// - Parameters:
    ///   - name: Of the workflow that the document is for.
    ///   - kind: The workflow's.
    ///   - triggerCode: The workflow's, as it is going to be.
    ///   - dependencies: The workflow's, as they are going to be.
    ///   - codeFile: The file that the trigger code is in.
    /// - Returns: What the document compiles to.
    /// - Throws: `ClientError` with a line for each problem.
    @discardableResult
    func compile(
        _ file: DocumentFile, name: String, kind: JSONValue?, triggerCode: JSONValue? = nil,
        dependencies: JSONValue? = nil, codeFile: String? = nil
    ) async throws -> JSONValue {
        func given(_ value: JSONValue?) -> JSONValue? { value.flatMap { $0.isNull ? nil : $0 } }
        let body = JSONObject(
            present: ("ir", file.value), ("name", .string(name)), ("kind", given(kind)),
            ("triggerCode", given(triggerCode)), ("dependencies", given(dependencies)))
        do { return try await api.post("/api/compile", .object(body)) } catch let refusal as RESTClient.Refusal {
            throw Self.problems(refusal, in: file, codeFiles: codeFile.map { ["/triggerCode": $0] } ?? [:])
        }
    }

    /// A document's problems at their places in the file; another error as it is.
    static func problems(
        _ refusal: RESTClient.Refusal, in file: DocumentFile, codeFiles: [String: String] = [:]
    ) -> any Error {
        guard refusal.status == 400, !refusal.details.isEmpty else { return refusal }
        let lines = ProblemLines(refusal.details, in: file, codeFiles: codeFiles).lines
        let count = lines.count == 1 ? "a problem" : "\(lines.count) problems"
        return ClientError(.rejected, "\(file.path == "-" ? "The document" : file.path) has \(count):", lines: lines)
    }
}
