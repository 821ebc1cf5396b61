import ArgumentParser
import JSON

/// `millrace connections verify`
struct ConnectionsVerifyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verifies credentials with a provider and shows their accounts and permissions.",
        discussion: """
            Verifies the credentials of a connection (--connection), or those of --credentials, which are not stored. Exits \
            with 1 when they are not valid.
            """)

    @OptionGroup var client: ClientOptions

    @Argument(help: "The provider's id; millrace connections providers lists them.")
    var provider: String?

    @OptionGroup var credentials: CredentialsOption

    @Option(help: "The connection whose stored credentials are verified: its id or name.")
    var connection: String?

    func validate() throws {
        guard (provider == nil) != (connection == nil) else {
            throw ValidationError("Pass a provider with --credentials, or --connection.")
        }
        if connection != nil, credentials.credentials != nil {
            throw ValidationError("--connection and --credentials are mutually exclusive.")
        }
    }

    func run(_ api: RESTClient, _ output: Output) async throws {
        let answer = try await verify(api)
        output.done(Self.lines(of: answer).joined(separator: "\n"), answer)
        guard answer["valid"] == true else { throw ExitCode.failure }
    }

    private func verify(_ api: RESTClient) async throws -> JSONValue {
        if let connection {
            return try await api.post("/api/connections/\(try await api.find(.connection, connection).id)/verify")
        }
        return try await api.post(
            "/api/connections/verify-token",
            ["provider": .string(provider ?? ""), "credentials": try credentials.value() ?? [:]])
    }

    /// What the provider says, the accounts, and the permissions.
    static func lines(of answer: JSONValue) -> [String] {
        let sentence = answer["valid"] == true ? "The credentials are valid." : "The credentials are not valid."
        let message = answer["message"]?.string.map { ["  \($0)"] } ?? []
        let accounts = (answer["accounts"]?.array ?? []).map { "  \($0.id)  \($0["name"]?.string ?? "")" }
        let permissions = (answer["permissions"]?.array ?? []).map { permission in
            let state =
                switch permission["granted"]?.bool {
                case true?: "granted"
                case false?: permission["required"] == true ? "MISSING" : "missing"
                case nil: "unknown"
                }
            return "  \(state.padded(to: 7))  \(permission["name"]?.string ?? "")"
                + (permission["purpose"]?.string.map { " (for \($0))" } ?? "")
        }
        return [sentence] + message + accounts + permissions
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
