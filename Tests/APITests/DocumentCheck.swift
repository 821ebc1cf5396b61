import JSON
import PlatformFixtures
import Testing

@testable import API

/// Holds answers against what the document says of their endpoints, so that it cannot lie.
struct DocumentCheck {
    private let operations: [OperationSpec]
    private let paths: PathTable

    /// - Parameter operations: Everything that is mounted, and what plugins bring.
    init(_ operations: [OperationSpec]) {
        self.operations = operations
        paths = PathTable(operations.filter(\.isListed))
    }

    func check(_ answer: Server.Answer, to method: String, _ target: String) {
        for problem in problems(of: answer, to: method, target) {
            Issue.record("\(method) \(target) → \(answer.status): \(problem)\n\(answer.text.prefix(500))")
        }
    }

    func problems(of answer: Server.Answer, to method: String, _ target: String) -> [String] {
        let path = String(target.prefix { $0 != "?" })
        let type = answer.headers["content-type"] ?? ""
        var found = answer.headers["x-request-id"] == nil ? ["It has no X-Request-Id."] : []
        if answer.status >= 400 {
            if type != "application/problem+json" { found.append("It is no problem but \(type).") }
            if answer.json["status"]?.int != answer.status { found.append("The problem has another status.") }
            if answer.status == 405, answer.headers["allow"] == nil { found.append("It has no Allow.") }
        }
        let here = paths.operations(at: path)
        guard let operation = here.first(where: { $0.method.rawValue == (method == "HEAD" ? "GET" : method) }) else {
            if answer.status >= 400 { found += problems(of: answer, ProblemReport.shape.schema) }
            let isRight =
                method == "OPTIONS" || answer.status == (here.isEmpty ? 404 : 405) || answer.status == 429
                || answer.status == 401 || operations.contains { !$0.isListed && $0.path == path }
            return found + (isRight ? [] : ["The document has no such endpoint."])
        }
        if answer.status >= 400 {
            found += problems(of: answer, operation.problemSchema)
            if operation.errorNotes[answer.status] == nil { found.append("The document has no such status.") }
            return found
        }
        if answer.status == 304 {
            if !operation.hasEntityTag { found.append("The document has no such status.") }
            return found + (answer.text.isEmpty ? [] : ["It has a body."])
        }
        guard let given = operation.responses.first(where: { Int($0.status.code) == answer.status })
        else { return found + ["The document has no such status."] }
        if given.hasLocation, answer.headers["location"]?.hasPrefix("/api/") != true {
            found.append("It has no Location.")
        }
        if operation.hasEntityTag, answer.status == 200, answer.headers["etag"] == nil {
            found.append("It has no ETag.")
        }
        switch given.body {
        case .none: if !answer.text.isEmpty { found.append("It has a body.") }
        case .content(let other): if other != "*/*", !type.hasPrefix(other) { found.append("It is \(type).") }
        case .events(let schema):
            if type != "text/event-stream" { found.append("It is \(type).") }
            found += answer.events.flatMap { schema.problems(of: $0.data) }.map { "\($0.pointer) \($0.message)" }
        case .json(let schema):
            if type != "application/json" { found.append("It is \(type).") }
            if method != "HEAD" {
                found += schema.problems(of: answer.json).map { "\($0.pointer) \($0.message)" }
            }
        }
        return found
    }

    private func problems(of answer: Server.Answer, _ schema: Schema) -> [String] {
        schema.problems(of: answer.json).map { "The problem: \($0.pointer) \($0.message)" }
    }
}
