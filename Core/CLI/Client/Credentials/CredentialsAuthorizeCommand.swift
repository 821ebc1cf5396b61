import ArgumentParser

/// `millrace credentials authorize`
struct CredentialsAuthorizeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize", abstract: "Begins the consent to a credential.",
        discussion: """
            Prints a page of the console that leads to the vendor's: open it in a browser in which you are signed in to \
            the server. The vendor sends the browser back, and the consent is bound to the session that began it.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await credential.find(api)
        output.done("\(api.base)/settings/credentials?authorize=\(found.id)", found)
    }
}
