import ArgumentParser
import Foundation
import JSON

/// The version that a command is about.
struct VersionArgument: ParsableArguments {
    @OptionGroup var workflow: WorkflowArgument

    @Argument(help: "The version: its number or id.")
    var version: String

    func path(_ api: RESTClient) async throws -> String {
        let workflow = try await workflow.path(api)
        return "\(workflow)/versions/\(try await VersionLookup(api: api, workflow: workflow).id(of: version))"
    }
}

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

/// Finds a version by its number.
struct VersionLookup {
    let api: RESTClient
    /// The workflow's path.
    let workflow: String

    func id(of text: String) async throws -> String {
        guard let number = Int(text) else { return text.asPathSegment }
        let versions = try await api.items("\(workflow)/versions")
        guard let found = versions.first(where: { $0["version"]?.int == number }) else {
            throw ClientError(.notFound, "The workflow has no version \(number). millrace versions list lists them.")
        }
        return found.id
    }
}
