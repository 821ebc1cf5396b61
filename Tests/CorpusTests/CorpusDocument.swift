import Compiler
import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

/// A workflow of `Tests/Fixtures/workflows` and what is expected of it.
///
/// `NAME.expected.json` is `{"cases": […]}` (see ``CorpusCase``) and, where they matter:
/// `triggerCode`, the workflow's; `className`; `requiredEnvironment`, sorted names; `bindings`, the names of all of
/// them in any order; `warnings`, the codes of the compiler's, in any order.
struct CorpusDocument: Sendable, CustomTestStringConvertible {
    let name: String

    /// Of what is expected.
    static let members: Set = ["cases", "triggerCode", "className", "requiredEnvironment", "bindings", "warnings"]

    private static let folder = PackageRoot.fixture("workflows")
    private static let suffix = ".expected.json"

    /// Every document in the folder that says what is expected of it.
    static let all: [CorpusDocument] = files.filter { $0.hasSuffix(suffix) }
        .map { CorpusDocument(name: String($0.dropLast(suffix.count))) }

    /// The names of the files in the folder, sorted.
    static var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    var testDescription: String { name }

    func document() throws -> JSONValue { try Self.read("\(name).json") }

    func expectation() throws -> JSONValue { try Self.read(name + Self.suffix) }

    /// The module that the document becomes, and the warnings on the way.
    func compiled() throws -> (artifact: Artifact, warnings: [Diagnostic]) {
        let request = CompileRequest(triggerCode: try expectation()["triggerCode"]?.string)
        let lowered = Compiler(catalog: NoPlugins()).lower(try document(), request)
        guard let program = lowered.program else { throw Refused(diagnostics: lowered.diagnostics) }
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        guard let artifact = emitted.artifact else { throw Refused(diagnostics: emitted.diagnostics) }
        return (artifact, lowered.diagnostics + artifact.warnings)
    }

    /// The document was to compile, and did not.
    struct Refused: Error {
        let diagnostics: [Diagnostic]
    }

    private static func read(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: String(contentsOf: folder.appending(path: file), encoding: .utf8))
    }
}
