import JSON

/// What became of a document: of its version, and of one run.
struct ProgramOutcome: Sendable {
    /// The version's answer.
    var version: JSONValue = .null
    var isRefused = false
    /// The run at its end; for a function `{status, output}` of its response.
    var state: JSONValue = .null
    /// Requests to the path that the expectation names.
    var requests = 0
    /// Whatever the API answered about the run.
    var answers: [String] = []

    var diagnostics: [JSONValue] {
        (version["diagnostics"]?.array ?? []) + (version["warnings"]?.array ?? [])
    }
}
