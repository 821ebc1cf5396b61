import ArgumentParser
import JSON

/// The member that a command is about.
struct MemberArgument: ParsableArguments {
    @Argument(help: "The member: their id, email address or name.")
    var member: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.member, member) }
}
