import Foundation
import JSON
import TestSupport

/// The documents of the corpus, as both providers' tests find them.
enum CorpusFixtures {
    /// Of the documents that have expectations.
    static func names() throws -> [String] {
        let suffix = ".expected.json"
        return try FileManager.default.contentsOfDirectory(atPath: PackageRoot.fixture("workflows").path).sorted()
            .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
    }

    /// Whether a run comes to a step that waits for an event which its case does not send.
    static func waitsInVain(_ expected: JSONValue, _ document: JSONValue) -> Bool {
        guard expected["events"] == nil else { return false }
        let steps = Set((expected["steps"]?.array ?? []).compactMap(\.string))
        return (document["nodes"]?.array ?? []).contains {
            $0["type"] == "wait_for_event" && steps.contains($0["name"]?.string ?? "")
        }
    }
}
