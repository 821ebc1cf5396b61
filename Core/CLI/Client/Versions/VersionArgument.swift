import ArgumentParser
import Foundation

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
