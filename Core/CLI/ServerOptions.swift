import ArgumentParser

/// The server that a command asks, and as whom.
struct ServerOptions: ParsableArguments {
    @Option(help: "Where the server listens. (MILLRACE_URL; default http://127.0.0.1:8787)")
    var url: String?

    @Option(help: "An API key. (MILLRACE_API_KEY, which other users of this machine cannot see)")
    var key: String?

    func client() throws -> RESTClient {
        guard let key = key ?? Environment.setting("API_KEY") else {
            throw ValidationError("An API key is needed: give --key, or set MILLRACE_API_KEY.")
        }
        return RESTClient(base: url ?? Environment.setting("URL") ?? "http://127.0.0.1:8787", key: key)
    }
}
