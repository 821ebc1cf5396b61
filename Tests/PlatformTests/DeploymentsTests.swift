import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Synchronization
import Testing

@testable import Platform

/// Remembers what happens, in order.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])
    var entries: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// Lets tasks wait until somebody opens it.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func pass() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }
}

@Suite(.timeLimit(.minutes(10))) struct DeploymentsTests {
    private func undeployed(_ installation: Installation) async throws -> DeployOrder {
        let caller = try await installation.owner()
        let workflow = try await installation.platform.workflows.create(caller, NewWorkflow(name: "A")).workflow.id
        _ = try await installation.platform.versions.post(caller, to: workflow, ir: Installation.document())
        let connection = try await installation.connection().id
        return try await installation.platform.deployments.order(caller, workflow, version: nil, to: connection)
    }

    @Test("A deploy goes through every stage and makes the version the active one")
    func stages() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let deployments = installation.platform.deployments
            let deployment = try await deployments.deploy(order)
            let events = try await deployments.events(order.caller, order.workflow, of: deployment.id, after: 0)
                .reduce(into: []) { $0.append($1) }
            #expect(events.map(\.number) == Array(1...11))
            #expect(
                events.compactMap { if case .progress(let progress) = $0.content { progress.stage } else { nil } } == [
                    "INITIALIZING", "GENERATING_CODE", "CODE_READY", "DETECTING_BINDINGS", "BINDINGS_READY",
                    "CREATING_WORKER", "DEPLOYING", "WORKER_DEPLOYED", "UPDATING_WORKFLOW", "COMPLETED",
                ])
            #expect(deployment.status == .active)
            #expect(deployment.url == "http://localhost/here")
            let workflow = try await installation.platform.workflows.get(order.caller, order.workflow).workflow
            #expect(workflow.activeVersion == order.version)
            #expect(workflow.status == .deployed)
        }
    }

    @Test("A second deploy to a connection gets the first one's reference and takes its place")
    func superseded() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let deployments = installation.platform.deployments
            let first = try await deployments.deploy(order)
            _ = try await deployments.deploy(order)
            let list = try await deployments.list(order.caller, of: order.workflow, PageRequest())
            #expect(list.elements.map(\.status) == [.active, .superseded])
            let request = try #require(installation.provider.calls.last { $0.method == "provider.deploy" }?.request)
            #expect(request["previous"] == ["deployment": .string(first.id.text)])
        }
    }

    @Test("Every variable that the code needs and is missing is named, and nothing is deployed")
    func missingEnvironment() async throws {
        try await Installation.with { installation in
            installation.provider.behave { $0.requiredEnvironment = ["A_TOKEN", "B_URL", "C_ID"] }
            let order = try await undeployed(installation)
            var change = WorkflowChange()
            change.variables = [Variable(name: "B_URL", value: "x", isSecret: false)]
            _ = try await installation.platform.workflows.update(order.caller, order.workflow, change)
            await #expect {
                try await installation.platform.deployments.deploy(order)
            } throws: { error in
                guard let error = error as? PlatformError, error.is(.deployMissingEnvironment) else { return false }
                return error.details.map(\.pointer) == ["/A_TOKEN", "/C_ID"]
            }
            #expect(!installation.provider.calls.contains { $0.method == "provider.deploy" })
        }
    }

    @Test("A name that is used as a binding that nobody knows is told as one, unless a variable of that name is set")
    func unknownBinding() async throws {
        try await Installation.with { installation in
            let reason = "\"MAIL\" is not a known binding."
            installation.provider.behave {
                $0.requiredEnvironment = ["A_TOKEN", "MAIL"]
                $0.bindings = [
                    Binding(type: "variable", name: "A_TOKEN"),
                    Binding(type: "variable", name: "MAIL", settings: [Binding.unknown: .string(reason)]),
                ]
            }
            let order = try await undeployed(installation)
            await #expect {
                try await installation.platform.deployments.deploy(order)
            } throws: { error in
                guard let error = error as? PlatformError, error.is(.deployMissingEnvironment) else { return false }
                return error.message.hasPrefix(reason) && error.message.contains("not set: A_TOKEN.")
                    && error.details.map(\.code) == ["deploy.bindingUnknown", "deploy.missingEnvironment"]
            }
            var change = WorkflowChange()
            change.variables = ["A_TOKEN", "MAIL"].map { Variable(name: $0, value: "x", isSecret: false) }
            _ = try await installation.platform.workflows.update(order.caller, order.workflow, change)
            #expect(try await installation.platform.deployments.deploy(order).status == .active)
        }
    }

    @Test("The provider gets the values of variables, secret ones too, a workflow's own before the project's")
    func environment() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let now = Timestamp.now
            let shared = [("TOKEN", "organization's"), ("REGION", "organization's")].map { name, value in
                VariableRecord(
                    id: .make(), organization: order.caller.organization, position: 0, name: name, value: value,
                    isSecret: false, createdAt: now, updatedAt: now)
            }
            try await installation.storage.transaction { database in
                for variable in shared { try Table(in: database).insert(variable) }
            }
            var change = WorkflowChange()
            change.variables = [Variable(name: "TOKEN", value: "mine", isSecret: true)]
            _ = try await installation.platform.workflows.update(order.caller, order.workflow, change)
            _ = try await installation.platform.deployments.deploy(order)
            let request = try #require(installation.provider.calls.last { $0.method == "provider.deploy" }?.request)
            #expect(
                request["environment"] == [
                    ["name": "REGION", "value": "organization's", "isSecret": false],
                    ["name": "TOKEN", "value": "mine", "isSecret": true],
                ])
        }
    }

    @Test("A provider that does not take the version's target is not asked")
    func target() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let elsewhere = try await installation.platform.connections.create(
                order.caller, provider: "elsewhere", name: nil, credentials: ["apiToken": "t"])
            let wrong = try await installation.platform.deployments.order(
                order.caller, order.workflow, version: nil, to: elsewhere.id)
            await #expect {
                try await installation.platform.deployments.deploy(wrong)
            } throws: { ($0 as? PlatformError)?.code == "deploy.targetRefused" }
        }
    }

    @Test("A locked version is not deployed")
    func locked() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            try await installation.storage.transaction { database in
                var version = try database.version(order.version, of: order.workflow)
                version.isLocked = true
                try Table(in: database).update(version)
            }
            await #expect {
                try await installation.platform.deployments.deploy(order)
            } throws: { ($0 as? PlatformError)?.code == "deploy.versionLocked" }
        }
    }

    @Test("A deploy that the provider refuses is kept as failed, and what was active stays so")
    func failure() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let deployments = installation.platform.deployments
            _ = try await deployments.deploy(order)
            installation.provider.behave {
                $0.deployFailure = PluginFailure(code: "here.full", message: "There is no room.")
            }
            await #expect {
                try await deployments.deploy(order)
            } throws: { ($0 as? PlatformError)?.code == "here.full" }
            let list = try await deployments.list(order.caller, of: order.workflow, PageRequest())
            #expect(list.elements.map(\.status) == [.failed, .active])
            #expect(list.elements.first?.error?.message == "There is no room.")
        }
    }

    @Test("Two deploys of a workflow do not run at the same time")
    func queue() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let deployments = installation.platform.deployments
            let journal = Journal()
            installation.provider.behave {
                $0.duringDeploy = {
                    journal.add("begin")
                    await Task.yield()
                    journal.add("end")
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 { group.addTask { _ = try await deployments.deploy(order) } }
                try await group.waitForAll()
            }
            #expect(journal.entries == Array(repeating: ["begin", "end"], count: 5).flatMap(\.self))
        }
    }

    @Test("A deploy whose client leaves ends all the same")
    func clientLeaves() async throws {
        try await Installation.with { installation in
            let order = try await undeployed(installation)
            let deployments = installation.platform.deployments
            let (begun, release) = (Gate(), Gate())
            installation.provider.behave {
                $0.duringDeploy = {
                    await begun.open()
                    await release.pass()
                }
            }
            let client = Task { try await deployments.deploy(order) }
            await begun.pass()
            client.cancel()
            await release.open()
            await deployments.queue.drain()
            let list = try await deployments.list(order.caller, of: order.workflow, PageRequest())
            #expect(list.elements.map(\.status) == [.active])
        }
    }

    @Test("What is taken down is gone, and no version is active then")
    func takeDown() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let deployments = installation.platform.deployments
            let (workflow, connection) = try await installation.deployedWorkflow()
            #expect(try await deployments.takeDown(caller, workflow, from: connection).status == .removed)
            #expect(try await installation.platform.workflows.get(caller, workflow).workflow.activeVersion == nil)
            await #expect {
                try await deployments.takeDown(caller, workflow, from: connection)
            } throws: { ($0 as? PlatformError)?.code == "workflow.notDeployed" }
        }
    }

    @Test("A workflow that is deployed twice keeps its active version until both are taken down")
    func takeDownOneOfTwo() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (deployments, workflows) = (installation.platform.deployments, installation.platform.workflows)
            let (workflow, first) = try await installation.deployedWorkflow()
            let second = try await installation.platform.connections.create(
                caller, provider: "here", name: "Second", credentials: [:]
            ).id
            let order = try await deployments.order(caller, workflow, version: nil, to: second)
            _ = try await deployments.deploy(order)
            _ = try await deployments.takeDown(caller, workflow, from: first)
            #expect(try await workflows.get(caller, workflow).workflow.activeVersion == order.version)
            _ = try await deployments.takeDown(caller, workflow, from: second)
            #expect(try await workflows.get(caller, workflow).workflow.activeVersion == nil)
        }
    }

    @Test("What the provider does not take down stays active, with its workflow, until it does")
    func failedTakeDown() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (deployments, workflows) = (installation.platform.deployments, installation.platform.workflows)
            let (workflow, connection) = try await installation.deployedWorkflow()
            let active = try await workflows.get(caller, workflow).workflow.activeVersion
            installation.provider.behave {
                $0.takedownFailure = PluginFailure(code: "here.down", message: "It is down.")
            }
            await #expect {
                try await deployments.takeDown(caller, workflow, from: connection)
            } throws: { ($0 as? PlatformError)?.code == "here.down" }
            await #expect {
                try await workflows.delete(caller, workflow)
            } throws: { ($0 as? PlatformError)?.code == "here.down" }
            let kept = try await deployments.list(caller, of: workflow, PageRequest()).elements
            #expect(kept.map(\.status) == [.active])
            #expect(active != nil)
            #expect(try await workflows.get(caller, workflow).workflow.activeVersion == active)
            installation.provider.behave { $0.takedownFailure = nil }
            #expect(try await deployments.takeDown(caller, workflow, from: connection).status == .removed)
        }
    }
}
