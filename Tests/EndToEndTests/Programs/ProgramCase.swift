import Foundation
import JSON
import TestSupport
import Testing

/// A document of `Tests/Fixtures/programs` with what its author expects of it.
///
/// | Member | Meaning |
/// | --- | --- |
/// | `title` | A sentence that names the behavior |
/// | `documents` | The document; `@ECHO@` is the test's own service, `@ID@` differs for each run of the test |
/// | `params`, `rawParams` | What the run is triggered with, as JSON or as text |
/// | `environment` | Variables of the workflow |
/// | `events` | `[seconds after the trigger, or the name of a step that has begun, type, payload]` |
/// | `settle` | Seconds to wait after the end before requests are counted |
/// | `expect` | See ``ProgramExpectation`` |
struct ProgramCase: Sendable, CustomTestStringConvertible {
    let name: String
    private let text: String

    private static let folder = PackageRoot.fixture("programs")

    init(_ name: String) throws {
        self.name = name
        text = try String(contentsOf: Self.folder.appending(path: "\(name).json"), encoding: .utf8)
    }

    var testDescription: String { name }

    /// The cases that are a document, a trigger and an expectation.
    static let all: [ProgramCase] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted().compactMap { try? ProgramCase(String($0.dropLast(5))) }
    }()

    /// The case with an address of its own at a service.
    /// - Returns: The case, and the first part of all its paths at the service.
    func content(echo: String) throws -> (JSONValue, caller: String) {
        let id = UUID().uuidString.prefix(8).lowercased()
        let own = "\(echo)/\(id)"
        let text =
            text.replacing("@ECHO@", with: own)
            .replacing("@ECHOS@", with: own.replacing("http:", with: "https:"))
            .replacing("@ID@", with: id)
        return (try JSONValue(parsing: text), id)
    }
}
