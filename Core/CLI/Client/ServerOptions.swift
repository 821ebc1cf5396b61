import ArgumentParser
import Values

/// The server that a command calls, and what authenticates it.
struct ServerOptions: ParsableArguments {
    @Option(ClientSettings.url) var url: String?

    @Option(ClientSettings.key) var key: String?

    @Option(ClientSettings.profile) var profile: String?

    func client(_ authentication: ClientAuthentication = .any) throws -> RESTClient {
        let reader = SettingReader()
        let store = try ProfileStore(reader)
        let profile = try store.profile(named: try reader.value(ClientSettings.profile, profile))
        let isElsewhere = try url != nil || reader.environment["MILLRACE_URL"] != nil
        let base = isElsewhere ? try reader.value(ClientSettings.url, url).withoutSlash : profile?.url ?? Self.standard
        // What authenticates with one server is never sent to another.
        let own = profile?.url == base ? profile : nil
        if case .session = authentication {
            guard let session = own?.session else { throw Self.missing("a person's session", base, "--email ADDRESS") }
            return RESTClient(base: base, identity: .session(session))
        }
        if let key = try reader.value(ClientSettings.key, key) { return RESTClient(base: base, identity: .key(key)) }
        if case .sessionOrKey = authentication, let session = own?.session {
            return RESTClient(base: base, identity: .session(session))
        }
        if let key = own?.key { return RESTClient(base: base, identity: .key(key)) }
        if let session = own?.session { return RESTClient(base: base, identity: .session(session)) }
        throw Self.missing("an API key", base, "")
    }

    private static let standard = ClientSettings.url.definition.defaultValue ?? ""

    private static func missing(_ what: String, _ base: String, _ option: String) -> ClientError {
        let command = ["millrace login --url \(base)", option].filter { !$0.isEmpty }.joined(separator: " ")
        return ClientError(
            .forbidden,
            "This command requires \(what) for \(base). Run \(command)"
                + (option.isEmpty ? ", or set MILLRACE_API_KEY." : "."))
    }
}

extension String {
    /// A base URL, to which paths are appended.
    var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
