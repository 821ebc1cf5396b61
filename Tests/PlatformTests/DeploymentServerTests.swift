import Foundation
import Logging
import PlatformFixtures
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import Platform
@testable import PluginHost

@Suite("Deployments on the disk of a server", .timeLimit(.minutes(10)))
struct DeploymentServerTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// One of the servers of a database, each with a disk and a provider of its own.
    private struct Server {
        let platform: Platform
        let contributions: FakeContributions

        var provider: FakeProvider { contributions.provider }

        init(
            _ storage: any StorageDriver, in directory: String, _ name: String, epoch: Int? = nil,
            transport: LoopbackServers? = nil
        ) async throws {
            contributions = FakeContributions(isOnServer: true)
            platform = try await Platform(
                storage: SharedStorage(storage), plugins: contributions, dataDirectory: directory,
                role: .leads(epoch: epoch), name: name, transport: transport, logger: logger)
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

        /// The second server leads, and the first one, which has deployed something, follows it while the body is executed.
        func follow(
            _ first: Server, _ body: (_ second: Server, _ plugins: FollowerPlugins) async throws -> Void
        ) async throws {
            let servers = LoopbackServers()
            let second = try await Server(storage, in: directories[1], "two", epoch: 7, transport: servers)
            servers.put(second.platform.receiver, at: "two")
            let link = try await LeaderLookup(storage: storage, keys: MasterKeys(directory: directories[0])).link()
            let plugins = try FollowerPlugins(
                host: first.contributions.host, directory: directories[0], name: "one", link: { link },
                leader: { Leader(name: "two", address: "two", epoch: 7) }, transport: servers, logger: logger)
            servers.put(plugins.receiver, at: "one")
            second.platform.open()
            async let following: Void = plugins.run(at: "one")
            do {
                try await body(second, plugins)
            } catch {
                await plugins.stop()
                throw error
            }
            await plugins.stop()
            try await following
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

    @Test(
        "A server that follows executes what is asked of the deployments on its disk, and nothing once it has stopped")
    func elsewhere() async throws {
        try await with { setting, first, id in
            let (caller, workflow, connection) = (setting.caller, setting.workflow, setting.connection)
            try await setting.follow(first) { second, plugins in
                let runs = second.platform.runs
                let run = try await runs.trigger(caller, workflow, on: connection, params: ["a": 1])
                _ = try await runs.get(caller, of: workflow, run.id)
                // A new version takes the place of the old one where that is.
                let next = try await second.platform.deployments.deploy(try await setting.order(second))
                let deploy = first.provider.calls.last { $0.method == "provider.deploy" }
                #expect(deploy?.request["deploymentId"] == .string(next.id.text))
                #expect((deploy?.request["previous"] ?? .null) != .null)
                first.provider.behave { $0.deployments = [next.id.text] }
                await second.platform.catchUp()
                #expect(try await setting.statuses(second) == [.active, .superseded])
                for method in ["trigger", "run", "deploy", "takedown"] {
                    #expect(second.count(method) == 0, "\(method)")
                }
                #expect(first.count("states") > 0 && first.count("trigger") == 1 && first.count("run") == 1)
                _ = try await second.platform.deployments.takeDown(caller, workflow, from: connection)
                #expect((first.count("takedown"), second.count("takedown")) == (1, 0))
                await plugins.stop()
                // What is not deployed any more may be anywhere.
                _ = try await second.platform.deployments.deploy(try await setting.order(second))
                #expect(second.count("deploy") == 1 && id != next.id)
            }
        }
    }

    @Test("A copy of the data directory of a server that is there executes nothing and ends")
    func copy() async throws {
        try await with { setting, first, _ in
            let servers = LoopbackServers()
            let second = try await Server(
                setting.storage, in: setting.directories[1], "two", epoch: 7, transport: servers)
            servers.put(second.platform.receiver, at: "two")
            let link = try await LeaderLookup(
                storage: setting.storage, keys: MasterKeys(directory: setting.directories[0])
            ).link()
            func follower(of directory: String, at address: String) throws -> FollowerPlugins {
                let plugins = try FollowerPlugins(
                    host: first.contributions.host, directory: directory, name: address, link: { link },
                    leader: { Leader(name: "two", address: "two", epoch: 7) }, transport: servers, logger: Self.logger)
                servers.put(plugins.receiver, at: address)
                return plugins
            }
            func code(_ plugins: FollowerPlugins, at address: String) async -> String? {
                do {
                    try await plugins.run(at: address)
                    return nil
                } catch { return (error as? StartError)?.code.rawValue }
            }
            second.platform.open()
            // Of the leader's own, and of another one's that is there.
            let ofLeader = try follower(of: setting.directories[1], at: "copy of two")
            #expect(await code(ofLeader, at: "copy of two") == "start.server.duplicate")
            let one = try follower(of: setting.directories[0], at: "one")
            async let following: Void = one.run(at: "one")
            try await eventually("it to be known") { second.platform.places?.others.servers.map(\.name) == ["one"] }
            let copy = try follower(of: setting.directories[0], at: "copy of one")
            #expect(await code(copy, at: "copy of one") == "start.server.duplicate")
            #expect(second.platform.places?.others.servers.map(\.name) == ["one"])
            await one.stop()
            try await following
            // It is gone: what has its place is the server.
            servers.put(nil, at: "one")
            async let moved: Void = copy.run(at: "copy of one")
            try await eventually("it to be known") {
                second.platform.places?.others.servers.map(\.name) == ["copy of one"]
            }
            await copy.stop()
            try await moved
        }
    }

    @Test("A trigger of a server that is gone leaves no run, and what it has is not taken for lost")
    func gone() async throws {
        try await with { setting, first, id in
            let (caller, workflow, connection) = (setting.caller, setting.workflow, setting.connection)
            try await setting.follow(first) { second, _ in
                _ = try await second.platform.runs.trigger(caller, workflow, on: connection, params: [:])
            }
            let alone = try await setting.lead(1)
            let error = await error {
                _ = try await alone.platform.runs.trigger(caller, workflow, on: connection, params: [:])
            }
            #expect(error?.code == "deployment.elsewhere")
            await alone.platform.catchUp()
            #expect(try await alone.platform.runs.list(caller, PageRequest()).elements.count == 1)
            let deployments = try await alone.platform.deployments.list(caller, of: workflow, PageRequest()).elements
            #expect(deployments.map(\.id) == [id] && deployments.map(\.status) == [.active])
        }
    }

    @Test(
        "What plugins of a server that follows tell arrives with its name, and what they ask is answered for its deployments"
    )
    func told() async throws {
        try await with { setting, first, id in
            try await setting.follow(first) { second, _ in
                let server = try DeploymentServer(directory: setting.directories[0], name: "one")
                first.contributions.host.told.yield(
                    PluginEvent(plugin: "fake", providers: ["here"], name: "run.changed", payload: ["a": 1]))
                var events = second.contributions.host.events.makeAsyncIterator()
                let event = try #require(await events.next())
                #expect(event.server == server.id && event.name == "run.changed" && event.payload == ["a": 1])
                #expect(event.providers == ["here", "elsewhere"])
                func code(of deployment: String) async -> String? {
                    let answer = await first.contributions.host.requests(
                        ServerRequest(
                            plugin: "fake", organization: nil, providers: ["here"], name: "tokens",
                            body: ["deploymentId": .string(deployment), "credential": "c"]))
                    guard case .failure(let failure) = answer else { return nil }
                    return failure.code
                }
                // The credential does not exist.
                #expect(try #require(await code(of: id.text)).hasPrefix("credential."))
                #expect(await code(of: "none") == "fetch.request")
            }
        }
    }

    @Test("Plugins of a server speak for the deployments on its own disk, and the leader's for those of nobody")
    func owners() async throws {
        try await with { setting, first, id in
            let found = try await setting.storage.read { try $0.deployed(id) }
            var deployed = try #require(found)
            let server = try #require(deployed.deployment.server)
            func owns(_ sender: String?, own: String?) -> Bool {
                ReportedRun.Reporter(plugin: "fake", organization: nil, providers: ["here"], server: sender)
                    .owns(deployed, own: own)
            }
            #expect(owns(nil, own: server) && owns(server, own: "two") && owns(nil, own: nil))
            #expect(!owns(nil, own: "two") && !owns("three", own: "two") && !owns("three", own: server))
            var record = deployed.deployment
            record.server = nil
            deployed = Deployed(deployment: record, connection: deployed.connection)
            #expect(owns(nil, own: "two"))
            #expect(first.count("deploy") == 1)
        }
    }
}
