import Faults
import Foundation
import JSON
import PlatformFixtures
import Synchronization
import TestSupport
import Testing

@Suite("Faults at named points, on the real server", .timeLimit(.minutes(30)))
struct FaultPointTests {
    /// In the order in which a deploy, a run and its webhook meet them.
    private static let points: [FaultPoint] = [
        .deployRecorded, .codeWritten, .codePlaced, .deployAnswered, .runListed, .runStarted, .journalCommit,
        .journalCommitted, .storageCommit, .storageCommitted, .webhookSent,
    ]
    /// Where an operation may fail.
    private static let failing: [FaultPoint] = [.codeWritten, .journalCommit, .storageCommit, .webhookSent]

    @Test("Kill -9 there: nothing that was acknowledged is lost, and nothing is half done", arguments: points)
    func kill(point: FaultPoint) async throws {
        try await Scene.with { scene in
            try await scene.start()
            try scene.fault.arm(point, "kill")
            await scene.work()
            #expect(try await scene.server.ended() == .signal(SIGKILL))
            #expect(scene.fault.hasHappened)
            try await scene.start()
            try await scene.check()
        }
    }

    @Test("An error there: the next try succeeds, and nothing is half done", arguments: failing)
    func fail(point: FaultPoint) async throws {
        try await Scene.with { scene in
            try await scene.start()
            try scene.fault.arm(point, "fail")
            await scene.work()
            try await eventually("\(point.rawValue) is passed") { scene.fault.hasHappened }
            try await scene.check()
        }
    }

    @Test("A delay there: the work is done, and others are answered meanwhile", arguments: points)
    func delay(point: FaultPoint) async throws {
        try await Scene.with { scene in
            try await scene.start()
            try scene.fault.arm(point, "delay")
            async let work: Void = scene.work()
            try await eventually("\(point.rawValue) is passed") { scene.fault.hasHappened }
            // A read waits for nobody.
            _ = try await scene.api.call("GET", "/api/workflows")
            await work
            #expect(scene.acknowledged.count == 2)
            try await scene.check()
        }
    }
}

/// A deployed workflow, a webhook that follows its runs, and a server that may end.
private final class Scene: Sendable {
    private struct State {
        var server: ServerProcess?
        var api: APIClient?
        var workflow = ""
        /// Outputs by version.
        var outputs: [String: Int] = [:]
        var acknowledged: Set<String> = []
    }

    let fault: ArmableFault
    private let folder: TemporaryFolder
    private let receiver: WebhookReceiver
    private let hook: String
    private let state = Mutex(State())

    private init(_ folder: TemporaryFolder, _ receiver: WebhookReceiver, hook: String) {
        (self.folder, self.receiver, self.hook) = (folder, receiver, hook)
        fault = ArmableFault(in: folder)
    }

    /// Runs a receiver of webhooks as long as `body` runs.
    static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let receiver = WebhookReceiver()
        try await receiver.serving { base in
            receiver.answer("/hook", with: 200)
            let scene = Scene(folder, receiver, hook: "\(base)/hook")
            try await body(scene)
            try await scene.server.stop()
        }
    }

    /// The identifiers of the runs that the server said it had started.
    var acknowledged: Set<String> { state.withLock { $0.acknowledged } }

    var server: ServerProcess {
        get throws { try state.withLock { try #require($0.server) } }
    }

    var api: APIClient {
        get throws { try state.withLock { try #require($0.api) } }
    }

    /// The first start deploys a first version; later ones find what is there.
    func start() async throws {
        let server = try await ServerProcess(
            data: folder.url, arguments: ["--webhook-private"], environment: fault.environment)
        let api = try APIClient(server, data: folder.url)
        let isFirst = state.withLock { state in
            (state.server, state.api) = (server, api)
            return state.workflow.isEmpty
        }
        guard isFirst else { return }
        let (workflow, version) = try await api.workflow(named: "Faults", Self.document(1))
        _ = try await api.call(
            "POST", "/api/webhooks", ["name": "Faults", "url": .string(hook), "events": ["run.complete"]])
        state.withLock { state in
            state.workflow = workflow
            state.outputs[version["id"]?.string ?? ""] = 1
        }
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", try await body())
    }

    /// Deploys a second version and starts two runs, as far as the server gets.
    func work() async {
        do {
            let (api, workflow) = (try api, workflow)
            let version = try await api.call(
                "POST", "/api/workflows/\(workflow)/versions", ["ir": Self.document(2)])
            state.withLock { $0.outputs[version["id"]?.string ?? ""] = 2 }
            _ = try? await api.call("POST", "/api/workflows/\(workflow)/deploy", try await body())
            for key in ["first", "second"] { try await trigger(key) }
            // What comes of the runs is told to the webhook, which may be what the test is about.
            for _ in 0..<500 where try server.identifier != nil && !fault.hasHappened {
                try await Task.sleep(for: .milliseconds(20))
            }
        } catch {
            // The server has ended, or could not do it: what it said is in `acknowledged`.
        }
    }

    /// What has to hold whatever happened before.
    func check() async throws {
        let (api, workflow) = (try api, workflow)
        #expect(try await api.send("GET", "/api/ready").status == 200)
        try await eventually("deploys that were cut off are over", equals: []) {
            try await api.call("GET", "/api/workflows/\(workflow)/deployments?status=deploying")["data"] ?? .null
        }
        let active = try await api.call("GET", "/api/workflows/\(workflow)/deployments?status=active")["data"]?.array
        #expect(active?.count == 1)
        let expected = state.withLock { $0.outputs[active?.first?["versionId"]?.string ?? ""] }
        // The keys of before start nothing again.
        for key in ["first", "second"] { try await trigger(key) }
        let fresh = try await trigger("fresh")
        #expect(try await api.end(of: fresh, workflow)["output"]?.int == expected)
        let ends = [String](repeating: "complete", count: 3)
        try await eventually("the runs of three keys", within: .seconds(250), equals: ends) {
            let runs = try await api.call("GET", "/api/workflows/\(workflow)/runs")["data"]?.array ?? []
            // A start that failed is listed with its error; nobody was told that it began.
            let told = runs.filter { self.acknowledged.contains($0["id"]?.string ?? "") || $0["status"] != "errored" }
            return told.map { ($0["status"]?.string ?? "") + ($0["error"]?["message"]?.string ?? "") }
        }
        let runs = try await api.call("GET", "/api/workflows/\(workflow)/runs?status=complete")["data"]?.array ?? []
        let listed = Set(runs.compactMap { $0["id"]?.string })
        #expect(acknowledged.isSubset(of: listed))
        try await eventually("each end is delivered", within: .seconds(250)) {
            Set(self.receiver.requests.compactMap { $0.json["data"]?["runId"]?.string }).isSuperset(of: listed)
        }
    }

    private var workflow: String { state.withLock { $0.workflow } }

    private func body() async throws -> JSONValue { ["connectionId": .string(try await api.localConnection())] }

    /// - Returns: The run's id.
    @discardableResult
    private func trigger(_ key: String) async throws -> String {
        let answer = try await api.open(
            "POST", "/api/workflows/\(workflow)/trigger", try await body().bytes,
            headers: ["idempotency-key": key, "content-type": "application/json"])
        let content = try await answer.body.collect(upTo: 1 << 20)
        guard answer.status.code == 201 else {
            throw APIClient.Unexpected(description: "\(answer.status): \(String(buffer: content))")
        }
        let id = try JSONValue(parsing: Array(content.readableBytesView))["id"]?.string ?? ""
        state.withLock { _ = $0.acknowledged.insert(id) }
        return id
    }

    private static func document(_ output: Int) -> JSONValue {
        LocalDocument.steps("Faults", ("A", "return \(output);"), ("B", "return \(output);"))
    }
}
