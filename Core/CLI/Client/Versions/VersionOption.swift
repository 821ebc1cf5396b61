import ArgumentParser
import JSON

/// The version that a command uses, where one may be named.
struct VersionOption: ParsableArguments {
    @Option(
        name: [.customLong("version"), .customLong("at")],
        help: "The version: its number or id; by default the newest.")
    var version: String?

    /// - Returns: The version with its document.
    func find(_ api: RESTClient, ofWorkflow workflow: String) async throws -> JSONValue {
        if let version {
            return try await api.get(
                "\(workflow)/versions/\(try await VersionLookup(api: api, workflow: workflow).id(of: version))")
        }
        guard let current = try await api.get("\(workflow)/full")["currentVersion"], !current.isNull else {
            throw ClientError(.notFound, "The workflow has no version. Create one with millrace workflows push.")
        }
        return current
    }
}
