import ArgumentParser

/// `millrace credentials authorize`
struct CredentialsAuthorizeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize", abstract: "Authorizes a credential with a user's consent.",
        discussion: """
            Prints the URL of a console page that leads to the vendor: open it in a browser that is signed in to the \
            server. The vendor redirects back, and the consent is bound to the session that started it.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await credential.find(api)
        output.done("\(api.base)/settings/credentials?authorize=\(found.id)", found)
    }
}
