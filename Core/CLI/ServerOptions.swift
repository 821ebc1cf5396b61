import ArgumentParser

/// The server that a command calls, and the key that authenticates it.
struct ServerOptions: ParsableArguments {
    @Option(ClientSettings.url) var url: String?

    @Option(ClientSettings.key) var key: String?

    func client() throws -> RESTClient {
        let reader = SettingReader()
        guard let key = try reader.value(ClientSettings.key, key) else {
            throw ValidationError("An API key is required: set MILLRACE_API_KEY, or pass --key.")
        }
        return RESTClient(base: try reader.value(ClientSettings.url, url), key: key)
    }
}
