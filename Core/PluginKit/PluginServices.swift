/// The services that the host provides to a plugin.
public struct PluginServices: Sendable {
    /// The severity of a log line.
    public typealias LogLevel = PluginLogLevel

    /// From the server's `MILLRACE_<PLUGIN>_NAME` variables and `--plugin-setting` flags, by `NAME`.
    public let settings: [String: String]
    /// A directory of the plugin's own that survives restarts; `nil` when the plugin is loaded for compiling
    /// or checking only.
    public let dataDirectory: String?
    /// The server's version.
    public let hostVersion: String
    private let host: HostPort
    private let parts = SharedParts()

    init(settings: [String: String], dataDirectory: String?, hostVersion: String, host: HostPort) {
        self.settings = settings
        self.dataDirectory = dataDirectory
        self.hostVersion = hostVersion
        self.host = host
    }

    /// Returns the value of a type that the parts of the plugin (providers, resources) share. The first request for it
    /// creates the value.
    public func shared<Part: Sendable>(_ make: () throws -> Part) rethrows -> Part { try parts.part(make) }

    /// Writes a line to the server's log under the plugin's name.
    public func log(_ level: LogLevel, _ message: String) { host.log(level, message) }

    /// Tells the core that something happened that no call asked for.
    public func emit(_ event: String, _ payload: JSONValue) { host.emit(event, payload) }

    /// Reports all that keeps the plugin from its work now, such as a program that is missing; an empty list when nothing
    /// does any more. Operators see it in `GET /api/plugins`, and `/api/ready` fails meanwhile.
    public func report(problems: [PluginFailure]) { emit("plugin.problems", .array(problems.map(\.json))) }

    /// Sends an HTTP request through the host, where proxies, timeouts and egress rules live.
    /// - Throws: ``PluginFailure`` with code `fetch.…` if no response arrives; any status is a response.
    public func fetch(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        let answer = try await host.fetch(request.traced(by: CallTrace.current).json).get()
        do { return try FetchResponse(json: answer) } catch {
            throw PluginFailure(code: "fetch.message", message: "The host's response is malformed: \(error)")
        }
    }

    /// A token of a credential, for a program of a provider of this plugin's own.
    /// - Throws: ``PluginFailure`` with `credential.unauthorized` when somebody has to authorize the credential again,
    ///   `credential.tokenKey` for a deployment that does not have it, `credential.refused` when its
    ///   vendor does not accept its values, `credential.vendor` when the vendor cannot be asked.
    public func token(_ request: TokenRequest) async throws(PluginFailure) -> TokenAnswer {
        do {
            let body = try JSONValue(encoding: request).bytes
            let answer = try await fetch(FetchRequest("POST", "millrace:tokens", body: body))
            return try JSONValue(parsing: answer.body).decode()
        } catch let failure as PluginFailure { throw failure } catch {
            throw PluginFailure(code: "fetch.message", message: "The host's response is malformed: \(error)")
        }
    }

    /// A value of the plugin's own small state; `null` when there is none.
    public func state(_ key: String) async throws(PluginFailure) -> JSONValue {
        try await host.state(key).get()
    }

    /// Keeps a value over restarts; `null` removes it.
    public func setState(_ key: String, _ value: JSONValue) async throws(PluginFailure) {
        _ = try await host.setState(key, value).get()
    }
}
