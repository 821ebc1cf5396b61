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
    /// - Throws: `ClientError` that names the line that is not valid.
    func variables() throws -> JSONValue? {
        guard FileManager.default.fileExists(atPath: environment) else { return nil }
        let variables = try VariableLines(try ValueInput.bytes(environment), file: environment).variables
        return .array(variables.map { ["name": .string($0.name), "value": .string($0.value)] })
    }

    /// - Throws: For a file that was named and is not there: nothing would ever be run.
    func check() throws {
        for file in [document] + (chosenParams.map { [$0] } ?? []) { try ValueInput.requireFile(file) }
    }

    /// The workflow's name, when the document has none.
    var name: String { URL(filePath: document).deletingPathExtension().lastPathComponent }
}
