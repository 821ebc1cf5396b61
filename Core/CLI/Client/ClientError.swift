import JSON

/// What keeps a command from calling the server, or from showing what it returned.
struct ClientError: Error, CustomStringConvertible {
    let status: ClientStatus
    let description: String
    /// More lines, below the description.
    var lines: [String] = []

    init(_ status: ClientStatus, _ description: String, lines: [String] = []) {
        (self.status, self.description, self.lines) = (status, description, lines)
    }
}

/// The text of an error for people: the API's words, and a line for each field.
struct ClientErrorText {
    let text: String

    init(_ error: any Error) {
        let lines: [String] =
            switch error {
            case let refusal as RESTClient.Refusal: [refusal.detail ?? refusal.description] + Self.lines(of: refusal)
            case let error as ClientError: [error.description] + error.lines.map { "  \($0)" }
            default: ["\(error)"]
            }
        text = (["Error: \(lines[0])"] + lines.dropFirst()).map { $0.printable + "\n" }.joined()
    }

    /// Unless the description has said it.
    private static func lines(of refusal: RESTClient.Refusal) -> [String] {
        let lines = refusal.details.map(line)
        return lines.count == 1 && refusal.detail?.contains(refusal.details[0]["message"]?.string ?? "") == true
            ? [] : lines
    }

    private static func line(_ problem: JSONValue) -> String {
        let severity = problem["severity"]?.string ?? "error"
        let node = problem["nodeId"]?.string.map { " [\($0)]" } ?? ""
        let place = problem["pointer"]?.string.flatMap { $0.isEmpty ? nil : "\($0): " } ?? ""
        let message = problem["message"]?.string ?? ""
        return "  \(place)\(severity): \(message)\(node) (\(problem["code"]?.string ?? ""))"
    }
}
