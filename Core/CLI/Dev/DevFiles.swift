import Foundation
import JSON

/// A document, and what lies beside it.
struct DevFiles: Sendable {
    let document: String
    private let chosenParams: String?

    init(document: String, params: String?) { (self.document, chosenParams) = (document, params) }

    private var candidates: [String] {
        chosenParams.map { [$0] } ?? [".json", ".yaml", ".yml"].map { "\(document).params\($0)" }
    }

    private var environment: String { "\(document).env" }

    /// Those whose change is a reason to run again.
    var watched: [String] { [document, environment] + candidates }

    /// `{}` without a file.
    func params() throws -> JSONValue {
        if let chosenParams { return try DocumentFile(path: chosenParams).value }
        guard let path = candidates.first(where: FileManager.default.fileExists) else { return [:] }
        return try DocumentFile(path: path).value
    }

    /// As the API sets them.
    func variables() throws -> JSONValue? {
        guard FileManager.default.fileExists(atPath: environment) else { return nil }
        let lines = String(decoding: try ValueInput.bytes(environment), as: UTF8.self).split(separator: "\n")
        return .array(
            lines.filter { !$0.hasPrefix("#") && $0.contains("=") }.map { line in
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return ["name": .string(String(parts[0])), "value": .string(String(parts[1]))]
            })
    }

    /// The workflow's name, when the document has none.
    var name: String { URL(filePath: document).deletingPathExtension().lastPathComponent }
}
