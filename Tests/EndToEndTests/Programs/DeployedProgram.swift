import JSON
import TestSupport

/// A document that is deployed to this machine, for tests that do more than start it once.
struct DeployedProgram: Sendable {
    let server: ProgramServer
    /// The workflow's path at the API.
    let path: String
    /// Where the program answers requests, without a `/` at the end.
    let url: String
    let documents: [JSONValue]
    private let caller: String

    var api: APIClient { server.api }

    /// Deploys the first document of a scenario.
    init(_ name: String) async throws {
        server = try .running
        let (content, caller) = try ProgramCase("scenarios/\(name)").content(echo: server.echo)
        self.caller = caller
        documents = content["documents"]?.array ?? []
        guard let first = documents.first else { throw ProgramServer.Missing() }
        path = try await server.workflow(first, content)
        let deployment = try await Self.deploy(first, path, server)
        url = deployment["url"]?.string.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? ""
    }

    @discardableResult
    private static func deploy(_ document: JSONValue, _ path: String, _ server: ProgramServer) async throws -> JSONValue
    {
        let api = server.api
        let version = try await api.call("POST", "\(path)/versions", ["ir": document])["id"] ?? .null
        return try await api.call(
            "POST", "\(path)/deploy", ["connectionId": .string(server.connection), "versionId": version])
    }

    /// Deploys another of the documents as the next version.
    func deploy(_ index: Int) async throws { _ = try await Self.deploy(documents[index], path, server) }

    /// Starts a run; its path.
    func trigger(_ params: JSONValue = [:]) async throws -> String {
        let order: JSONValue = ["connectionId": .string(server.connection), "params": params]
        return "\(path)/runs/\(try await api.call("POST", "\(path)/trigger", order)["id"]?.string ?? "")"
    }

    /// A run at its end.
    func end(_ run: String) async throws -> JSONValue {
        try await api.wait(for: ["complete", "errored", "terminated"], run)
    }

    /// Returns once one of a run's steps has begun.
    func begun(_ run: String) async throws {
        try await eventually("a step of \(run) to begin") {
            try await api.call("GET", "\(run)/steps")["data"]?.array?.isEmpty == false
        }
    }

    /// How often the service was called below a path.
    func requests(_ path: String) -> Int { server.service.count("/\(caller)\(path.replacing("@ID@", with: caller))") }
}
