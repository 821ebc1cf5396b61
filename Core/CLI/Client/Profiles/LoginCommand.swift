import ArgumentParser
import JSON
import Values

/// `millrace login`: keeps what authenticates with a server.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Stores an API key or a session in a profile.",
        discussion: """
            The key is read from standard input, or prompted for on a terminal, and verified. With --email a password \
            is read instead, for operations that require a session: API keys, members, the audit log. Both are stored \
            in $XDG_CONFIG_HOME/millrace/profiles.json, which only its owner can read.
            """)

    @Option(ClientSettings.url) var url: String?

    @Option(help: "The profile to create or update; it becomes the current profile.")
    var profile = ProfileStore.standardName

    @Option(help: "Sign in as the user with this email address instead of with an API key.")
    var email: String?

    func run() async throws {
        let reader = SettingReader()
        let known = try ProfileStore(reader).profiles[profile]
        let isNamed = try url != nil || reader.environment["MILLRACE_URL"] != nil || known == nil
        let base = isNamed ? try reader.value(ClientSettings.url, url).withoutSlash : known?.url ?? ""
        let identity: RESTClient.Identity
        if let email {
            let password = try ValueInput.secret("Password: ")
            identity = .session(try await PersonSignIn(base: base).token(email, password))
        } else {
            identity = .key(try ValueInput.secret("API key: ").trimmed)
        }
        let caller = try await RESTClient(base: base, identity: identity).get("/api/me")
        try ProfileStore.update(reader) { store in
            store.set(profile, url: base) { changed in
                switch identity {
                case .key(let key): changed.key = key
                case .session(let token): changed.session = token
                case .nobody: break
                }
            }
        }
        let name = caller["user"]?["name"]?.string ?? ""
        Terminal.print(
            "Logged in to \(base) as \(name) of \(caller.at("organization.name")?.string ?? ""), profile \"\(profile)\"."
        )
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
