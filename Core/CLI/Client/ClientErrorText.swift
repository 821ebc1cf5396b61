import Foundation
import JSON

/// The text of an error for people: the API's words, and a line for each field.
struct ClientErrorText {
    /// The error, then what belongs to it.
    let lines: [String]

    var text: String {
        (["Error: \(lines[0])"] + lines.dropFirst()).map { $0 + "\n" }.joined()
    }

    init(_ error: any Error) {
        lines =
            switch error {
            case let refusal as RESTClient.Refusal: [Self.summary(of: refusal)] + Self.lines(of: refusal)
            case let error as ClientError: [error.description] + error.lines.map { "  \($0)" }
            default: ["\(error)"]
            }
    }

    /// What the API says, with the command's options in place of the members of the request.
    private static func summary(of refusal: RESTClient.Refusal) -> String {
        guard let detail = refusal.detail else { return refusal.description }
        guard let pointer = refusal.details.first?["pointer"]?.string, !pointer.isEmpty,
            let place = detail.range(of: "\(pointer): ")
        else { return refusal.options.translate(detail) }
        let option = refusal.options.place(of: pointer)
        return refusal.options.translate(detail.replacingCharacters(in: place, with: "\(option): "))
    }

    /// Unless the description has said it.
    private static func lines(of refusal: RESTClient.Refusal) -> [String] {
        let lines = refusal.details.map { line($0, refusal.options) }
        return lines.count == 1 && refusal.detail?.contains(refusal.details[0]["message"]?.string ?? "") == true
            ? [] : lines
    }

    private static func line(_ problem: JSONValue, _ options: RequestOptions) -> String {
        let severity = problem["severity"]?.string ?? "error"
        let node = problem["nodeId"]?.string.map { " [\($0)]" } ?? ""
        let place = problem["pointer"]?.string.flatMap { $0.isEmpty ? nil : "\(options.place(of: $0)): " } ?? ""
        let message = options.translate(problem["message"]?.string ?? "")
        return "  \(place)\(severity): \(message)\(node) (\(problem["code"]?.string ?? ""))"
    }
}
