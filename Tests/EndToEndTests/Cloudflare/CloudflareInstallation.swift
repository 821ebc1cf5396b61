import CloudflareEmulator
import EmulatorClient
import Foundation
import JSON
import TestSupport

/// A server, an emulated Cloudflare account, and a connection to it.
struct CloudflareInstallation: Sendable {
    static let account = EmulatorClient.account

    let server: ServerProcess
    let api: APIClient
    let connection: String
    /// The emulator's address.
    let emulator: String
    private let folder: TemporaryFolder
    private let settings: [String]

    /// Runs a server and an emulator as long as `body` runs.
    /// - Parameter settings: More of the plugin's, such as `API_TIMEOUT=1`.
    static func running(
        settings: [String] = [], _ body: @escaping @Sendable (CloudflareInstallation) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? "deno"
        let emulator = try await CloudflareEmulator(
            .init(folder: folder.url.appending(path: "emulator"), deno: URL(filePath: deno)))
        try await emulator.serving { base in
            try await body(CloudflareInstallation(emulator: base, folder: folder, settings: settings))
        }
    }

    private init(emulator: String, folder: TemporaryFolder, settings: [String]) async throws {
        self.emulator = emulator
        self.folder = folder
        self.settings = ["API_URL=\(emulator)/client/v4"] + settings
        (server, api) = try await Self.start(folder, self.settings)
        connection =
            try await api.call(
                "POST", "/api/connections",
                [
                    "provider": "cloudflare", "name": "Emulated",
                    "credentials": ["apiToken": "emulator-token", "accountId": .string(Self.account)],
                ])["id"]?.string ?? ""
    }

    private init(_ other: CloudflareInstallation) async throws {
        (emulator, folder, settings) = (other.emulator, other.folder, other.settings)
        connection = other.connection
        (server, api) = try await Self.start(folder, settings)
    }

    /// Another server on the same data.
    func restarted() async throws -> CloudflareInstallation { try await CloudflareInstallation(self) }

    private static func start(
        _ folder: TemporaryFolder, _ settings: [String]
    ) async throws -> (ServerProcess, APIClient) {
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(
            data: data, arguments: settings.flatMap { ["--plugin-setting", "cloudflare.\($0)"] })
        return (server, try APIClient(server, data: data))
    }

    /// A client of the server with a new key of some scopes.
    func client(scopes: [String]) async throws -> APIClient {
        try await APIClient.with(scopes: scopes, base: server.base, data: folder.url.appending(path: "data"))
    }

    /// The account's API, and the emulator itself.
    var cloud: EmulatorClient { EmulatorClient(base: emulator) }

    /// Asks the emulator itself.
    @discardableResult
    func control(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await cloud.control(method, path, body)
    }

    /// Calls a deployed Worker.
    /// - Parameter path: With the `/` in front.
    func fetch(
        _ service: String, _ method: String, _ path: String = "/", _ body: JSONValue? = nil
    ) async throws -> EmulatorClient.Answer {
        try await cloud.send(
            method, "\(emulator)/__emulator/fetch/\(service)\(path)", body.map { ($0.text, "application/json") })
    }

    /// What visitors of the account meet, without times and counts.
    func served() async throws -> JSONValue {
        let state = try await control("GET", "state")[Self.account]
        func members(_ value: JSONValue?, _ names: String...) -> JSONValue {
            .object(JSONObject(names.map { ($0, value?[$0] ?? .null) }))
        }
        func each(_ name: String, _ members: (JSONValue) -> JSONValue) -> JSONValue {
            .object(JSONObject((state?[name]?.object ?? [:]).map { ($0.key, members($0.value)) }))
        }
        return [
            "scripts": each("scripts") {
                members($0, "version", "bindings", "schedules", "subdomain", "previews", "logpush", "tags")
            },
            "workflows": each("workflows") { members($0, "script", "className") },
            "routes": .array((state?["routes"]?.array ?? []).map { members($0, "pattern", "script") }),
            "domains": .array((state?["domains"]?.array ?? []).map { members($0, "hostname", "service") }),
        ]
    }

    /// The calls of the API since the emulator was told to forget them: method and path.
    func calls() async throws -> [(method: String, path: String)] {
        (try await control("GET", "calls").array ?? []).map { ($0["method"]?.string ?? "", $0["path"]?.string ?? "") }
    }
}
