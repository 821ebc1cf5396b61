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

    /// Makes the credentials that a case's environment has, which are keys in a header.
    /// - Returns: The other variables.
    static func withCredentials(_ environment: JSONObject, _ api: APIClient) async throws -> JSONObject {
        var variables = environment
        let prefix = "MILLRACE_CREDENTIAL_"
        for (name, value) in environment where name.hasPrefix(prefix) {
            variables[name] = Optional<JSONValue>.none
            let secret = try JSONValue(parsing: value.string ?? "")
            _ = try await api.call(
                "POST", "/api/credentials",
                [
                    "name": .string(name.dropFirst(prefix.count).lowercased()), "type": "api-key",
                    "values": [
                        "placement": secret["kind"] ?? "", "name": secret["name"] ?? "", "token": secret["token"] ?? "",
                    ],
                ])
        }
        return variables
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
