import Foundation
import JSON

/// A document in a file, in JSON or YAML, with the places of its values.
struct DocumentFile: Sendable {
    /// For people: the path, or `-` for standard input.
    let path: String
    let text: String
    let value: JSONValue
    private let isYAML: Bool

    /// Bytes. Servers accept far less.
    private static let limit = 16 << 20

    /// - Throws: `ClientError` with the place of what is not valid.
    init(path: String) throws {
        guard let text = String(bytes: try ValueInput.bytes(path, limit: Self.limit), encoding: .utf8) else {
            throw ClientError(.rejected, "\(path) is not UTF-8.")
        }
        try self.init(path: path, text: text)
    }

    /// - Throws: `ClientError` with the place of what is not valid.
    init(path: String, text: String) throws {
        (self.path, self.text) = (path, text)
        isYAML = Self.isYAML(path) || (path == "-" && text.first { !$0.isWhitespace } != "{")
        do {
            value = isYAML ? try YAMLDocument(parsing: text).value : try JSONValue(parsing: text)
        } catch let error as JSONSyntaxError {
            throw ClientError(
                .rejected, "\(path):\(error.line):\(error.column): error: \(error.message) (json.syntax)")
        } catch let error as YAMLDocument.Invalid {
            throw ClientError(
                .rejected,
                "\(path):\(error.place.line):\(error.place.column): error: \(error.message) (yaml.syntax)")
        }
    }

    static func isYAML(_ path: String) -> Bool { [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) } }

    /// The places of all values, by their JSON pointers.
    var places: [String: TextPlace] {
        isYAML ? (try? YAMLDocument(parsing: text).places) ?? [:] : JSONPlaces(of: text).places
    }

    /// By the pointers of texts that have the lines of the file, as code in literal blocks of YAML has: the line of the file
    /// that their first line is. In JSON a text is on one line.
    var blocks: [String: Int] { isYAML ? (try? YAMLDocument(parsing: text).blocks) ?? [:] : [:] }

    /// A line of the file, from 1.
    func line(_ number: Int) -> Substring? {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    /// The document as text, in the format that the path's name asks for.
    static func text(of value: JSONValue, for path: String) -> String {
        isYAML(path) ? YAMLText(of: value).text : value.prettyText + "\n"
    }
}
