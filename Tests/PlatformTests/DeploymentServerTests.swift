import Foundation
import Logging
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("Deployments on the disk of a server", .timeLimit(.minutes(10)))
struct DeploymentServerTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// One of the servers of a database, each with a disk and a provider of its own.
    private struct Server {
        let platform: Platform
        let provider: FakeProvider

        init(_ storage: any StorageDriver, in directory: String, _ name: String) async throws {
            let contributions = FakeContributions(isOnServer: true)
            provider = contributions.provider
            platform = try await Platform(
                storage: SharedStorage(storage), plugins: contributions, dataDirectory: directory, name: name,
                logger: logger)
        }

        /// What its provider has been asked to do.
        func count(_ method: String) -> Int { provider.calls.count { $0.method == "provider.\(method)" } }
    }

    private struct Setting {
        let storage: any StorageDriver
        let directories: [String]
        let caller: Caller
        let workflow: WorkflowID
        let connection: ConnectionID

        /// The server that leads from here on.
        func lead(_ number: Int) async throws -> Server {
            try await Server(storage, in: directories[number], ["one", "two"][number])
        }

        func order(_ server: Server) async throws -> DeployOrder {
            try await server.platform.deployments.order(caller, workflow, version: nil, to: connection)
        }

        func statuses(_ server: Server) async throws -> [Deployment.Status] {
            try await server.platform.deployments.list(caller, of: workflow, PageRequest()).elements.map(\.status)
        }
    }

    /// A workflow that the first of two servers has deployed.
    private func with(_ body: (Setting, Server, DeploymentID) async throws -> Void) async throws {
        let directories = [Installation.newDirectory(), Installation.newDirectory()]
        let storage = try await TestStorage.chosen.open(in: directories[0])
        defer {
            Thread.detachNewThread { try? storage.close() }
            for directory in directories { try? FileManager.default.removeItem(atPath: directory) }
        }
        let server = try await Server(storage, in: directories[0], "one")
        try FileManager.default.copyItem(
            atPath: "\(directories[0])/master.key", toPath: "\(directories[1])/master.key")
        let token = try #require(server.platform.firstStart?.apiKey.text)
        let caller = try await server.platform.keys.caller(token: token)
        let workflow = try await server.platform.workflows.create(caller, NewWorkflow(name: "W")).workflow.id
        _ = try await server.platform.versions.post(caller, to: workflow, ir: Installation.document())
        let connection = try #require(
            try await server.platform.connections.list(caller, PageRequest()).elements.first
        ).id
        let setting = Setting(
            storage: storage, directories: directories, caller: caller, workflow: workflow, connection: connection)
        let deployment = try await server.platform.deployments.deploy(try await setting.order(server))
        try await body(setting, server, deployment.id)
    }

    private func error(_ body: () async throws -> Void) async -> PlatformError? {
        do {
            try await body()
            return nil
        } catch { return error as? PlatformError }
    }

    @Test("While another server leads they are neither reached nor listed as removed, and the error names their server")
    func away() async throws {
        try await with { setting, first, id in
            let run = try await first.platform.runs.trigger(
                setting.caller, setting.workflow, on: setting.connection, params: [:])
            let second = try await setting.lead(1)
            // Its provider has no deployment and knows no run.
            second.provider.behave { behavior in
                behavior.deployments = []
                behavior.unknown = [run.id.text]
            }
            await second.platform.catchUp()
            #expect(try await setting.statuses(second) == [.active])
            let (caller, workflow, connection) = (setting.caller, setting.workflow, setting.connection)
            let platform = second.platform
            for attempt in [
                { _ = try await platform.runs.trigger(caller, workflow, on: connection, params: [:]) },
                { _ = try await platform.deployments.takeDown(caller, workflow, from: connection) },
                { _ = try await platform.runs.get(caller, of: workflow, run.id) },
                { try await platform.workflows.delete(caller, workflow) },
            ] as [@Sendable () async throws -> Void] {
                let error = await error(attempt)
                #expect(error?.code == "deployment.elsewhere" && error?.kind == .unavailable)
                let isNamed = error?.message.contains("\"one\"") ?? false
                #expect(isNamed)
            }
            for method in ["trigger", "takedown", "run"] { #expect(second.count(method) == 0, "\(method)") }
            #expect(try await setting.statuses(second) == [.active])
            // A copy of the database for one server alone has everything.
            let alone = FakeContributions(isOnServer: true)
            let only = try await Platform(
                storage: setting.storage, plugins: alone, dataDirectory: setting.directories[1], logger: Self.logger)
            if !setting.storage.isShared { _ = try await only.runs.get(caller, of: workflow, run.id) }
            let isAsked = alone.provider.calls.contains { $0.method == "provider.run" }
            #expect(isAsked != setting.storage.isShared)
            // Where it is, it is as it was.
            let again = try await setting.lead(0)
            again.provider.behave { $0.deployments = [id.text] }
            await again.platform.catchUp()
            #expect(again.count("takedown") == 0)
            _ = try await again.platform.deployments.takeDown(caller, workflow, from: connection)
            #expect(again.count("takedown") == 1)
            #expect(try await setting.statuses(again) == [.removed])
        }
    }

    @Test("What another server has replaced is taken down when its server leads again, also when that is gone, too")
    func replaced() async throws {
        for isRemoved in [false, true] {
            try await with { setting, _, id in
                let second = try await setting.lead(1)
                let replacement = try await second.platform.deployments.deploy(try await setting.order(second))
                let order = second.provider.calls.last { $0.method == "provider.deploy" }
                #expect((order?.request["previous"] ?? .null) == .null)
                #expect(try await setting.statuses(second) == [.active, .superseded])
                if isRemoved {
                    _ = try await second.platform.deployments.takeDown(
                        setting.caller, setting.workflow, from: setting.connection)
                }
                let again = try await setting.lead(0)
                again.provider.behave { $0.deployments = [id.text] }
                await again.platform.catchUp()
                let down = again.provider.calls.filter { $0.method == "provider.takedown" }
                #expect(down.count == 1)
                #expect(down.first?.request["reference"] != nil)
                #expect(try await setting.statuses(again) == [isRemoved ? .removed : .active, .superseded])
                #expect(replacement.id != id)
            }
        }
    }

    @Test("A server takes down nothing that is in use, of others, or of an earlier version")
    func kept() async throws {
        try await with { setting, first, id in
            first.provider.behave { $0.deployments = [id.text, "unknown"] }
            await first.platform.catchUp()
            // A later one of the same server.
            let next = try await first.platform.deployments.deploy(try await setting.order(first))
            first.provider.behave { $0.deployments = [id.text, next.id.text] }
            await first.platform.catchUp()
            #expect(first.count("takedown") == 0)
            try await setting.storage.transaction { database in
                _ = try database.execute(
                    "UPDATE deployments SET server_id = NULL, status = 'removed' WHERE id = $1", [id])
            }
            await first.platform.catchUp()
            #expect(first.count("takedown") == 0)
            // One of an earlier version is nobody's: each server asks its provider for it.
            try await setting.storage.transaction { database in
                _ = try database.execute("UPDATE deployments SET server_id = NULL WHERE id = $1", [next.id])
            }
            let second = try await setting.lead(1)
            _ = try await second.platform.deployments.takeDown(
                setting.caller, setting.workflow, from: setting.connection)
            #expect(second.count("takedown") == 1)
        }
    }
}
