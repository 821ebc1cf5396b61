import ArgumentParser
import JSON

/// `millrace connections verify`
struct ConnectionsVerifyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Asks a provider whether credentials are valid, and for which accounts.",
        discussion: "Exits with 1 when they are not.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The provider's id; millrace connections providers lists them.")
    var provider: String

    @OptionGroup var credentials: CredentialsOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body: JSONValue = ["provider": .string(provider), "credentials": try credentials.value() ?? [:]]
        let answer = try await api.post("/api/connections/verify-token", body)
        let isValid = answer["valid"] == true
        let accounts = (answer["accounts"]?.array ?? []).map { "  \($0.id)  \($0["name"]?.string ?? "")" }
        let sentence =
            isValid ? "The credentials are valid." : answer["message"]?.string ?? "The credentials are not valid."
        output.done(([sentence] + accounts).joined(separator: "\n"), answer)
        guard isValid else { throw ExitCode.failure }
    }
}
