import JSON
import Logging
import PlatformFixtures
import PluginMessages
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Secrets that change while something is deployed", .timeLimit(.minutes(10)))
struct SecretRolloutTests {
    /// A deployed workflow with a secret and a plain variable.
    private func deployed(
        _ body: @escaping @Sendable (_ server: Server, _ path: String) async throws -> Void
    ) async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            try await Self.set("old", server, path)
            let target: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 201)
            try await body(server, path)
        }
    }

    private static func set(_ value: String?, plain: String = "x", _ server: Server, _ path: String) async throws {
        var variables: [JSONValue] = [["name": "PLAIN", "value": .string(plain), "isSecret": false]]
        if let value { variables.append(["name": "TOKEN", "value": .string(value), "isSecret": true]) }
        #expect(try await server.send("PATCH", path, ["envVars": .array(variables)]).status == 200)
    }

    private static func rollout(_ server: Server) -> SecretRollout {
        let platform = server.installation.platform
        return SecretRollout(
            storage: platform.storage, contributions: server.installation.contributions,
            secrets: platform.variables.secrets, logger: .init(label: "test"), retryDelay: .milliseconds(10))
    }

    private static func updates(_ server: Server) throws -> [SecretUpdate] {
        try server.installation.provider.calls.filter { $0.method == "provider.updateSecrets" }
            .map { try $0.request.decode() }
    }

    private static func stale(_ server: Server, _ path: String) async throws -> [JSONValue] {
        try await server.send("GET", path).json["staleDeployments"]?.array ?? [.null]
    }

    @Test("The provider is told the new value, once; variables that are not secrets wait for the next deploy")
    func changed() async throws {
        try await deployed { server, path in
            let task = Task { await server.installation.platform.keepUp() }
            defer { task.cancel() }
            try await Self.set("new", plain: "y", server, path)
            try await eventually("the provider is told") { try Self.updates(server).count == 1 }
            let update = try Self.updates(server)[0]
            #expect(update.changed == [EnvironmentVariable(name: "TOKEN", value: "new", isSecret: true)])
            #expect(update.removed == [])
            try await eventually("only the plain one is old") {
                try await Self.stale(server, path).first?["variables"] == [["name": "PLAIN", "change": "changed"]]
            }
            try await Self.set(nil, plain: "y", server, path)
            try await eventually("the provider is told again") { try Self.updates(server).count == 2 }
            #expect(try Self.updates(server)[1].removed == ["TOKEN"] && Self.updates(server)[1].changed == [])
            // Set again, it is the deployment's again.
            try await Self.set("third", plain: "y", server, path)
            try await eventually("the provider is told the third time") { try Self.updates(server).count == 3 }
            #expect(try Self.updates(server)[2].changed.map(\.value) == ["third"])
        }
    }

    @Test("What was changed while no server ran, and what a provider failed to do, is made up for")
    func made() async throws {
        try await deployed { server, path in
            try await Self.set("new", server, path)
            server.installation.provider.behave {
                $0.secretFailure = PluginFailure(code: "here.down", message: "Down.")
            }
            let rollout = Self.rollout(server)
            let task = Task { await rollout.run() }
            defer { task.cancel() }
            try await eventually("it is tried again") { try Self.updates(server).count > 2 }
            #expect(try await Self.stale(server, path).count == 1)
            server.installation.provider.behave { $0.secretFailure = nil }
            try await eventually("nothing is old") { try await Self.stale(server, path).isEmpty }
        }
    }

    @Test("A deployment that keeps its secrets stays in the list of old ones, and its provider is not asked for ever")
    func kept() async throws {
        try await deployed { server, path in
            server.installation.provider.behave { $0.keepsSecrets = true }
            try await Self.set("new", server, path)
            let rollout = Self.rollout(server)
            let task = Task { await rollout.run() }
            try await eventually("it was asked") { try Self.updates(server).count == 1 }
            rollout.request(try await server.installation.owner().organization)
            try await eventually("it was asked for the second change") { try Self.updates(server).count == 2 }
            task.cancel()
            await task.value
            #expect(try await Self.stale(server, path).count == 1)
            #expect(try Self.updates(server).count == 2)
        }
    }
}
