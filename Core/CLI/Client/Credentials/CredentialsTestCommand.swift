import ArgumentParser

/// `millrace credentials test`
struct CredentialsTestCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Tests a credential with its vendor.",
        discussion: "Exits with 1 when it is not.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let answer = try await api.post("/api/credentials/\(try await credential.find(api).id)/test")
        output.done(answer["message"]?.string ?? "", answer)
        guard answer["valid"] == true else { throw ExitCode.failure }
    }
}
