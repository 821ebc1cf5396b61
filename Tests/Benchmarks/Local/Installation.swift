import Foundation
import JSON
import LocalRuntime
import PluginMessages

/// A runtime over a folder of its own.
struct Installation: Sendable {
    let folder: URL
    let runtime: LocalRuntime
    private let ends: RunEnds
    private static let credentials = Credentials(connectionId: "bench", values: [:])

    init(folder: URL? = nil, configure: (inout LocalConfiguration) -> Void = { _ in }) async throws {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appending(path: "millrace-bench-\(UUID().uuidString)")
        let environment = ProcessInfo.processInfo.environment
        var configuration = LocalConfiguration(
            dataFolder: self.folder,
            settings: ["PORT": "0"].merging(environment["MILLRACE_LOCAL_DENO"].map { ["DENO": $0] } ?? [:]) { $1 },
            searchPath: environment["PATH"] ?? "")
        configure(&configuration)
        let ends = RunEnds()
        self.ends = ends
        runtime = try LocalRuntime(
            configuration,
            observer: LocalObserver(
                log: { level, line in if level != .info { print("    \(line)") } },
                changed: { state, _ in ends.note(state) }))
        try await runtime.start()
    }

    func remove() async throws {
        await runtime.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    /// Deploys a class whose `run` has this body.
    func deploy(_ body: String, id: String = "d1") async throws -> DeploymentHandle {
        let source = """
            import { WorkflowEntrypoint } from "cloudflare:workers";
            export class Program extends WorkflowEntrypoint {
              async run(event, step) { \(body) }
            }
            """
        let artifact = Artifact(
            target: "cloudflare", kind: .workflow, fileName: "program.ts", className: "Program", source: source,
            lineMap: [], bindings: [], requiredEnvironment: [], dependencies: [], trigger: .manual, warnings: [])
        let result = try await runtime.deploy(
            DeployRequest(
                deploymentId: id, workflowId: id, versionId: "v1", workflowName: "Bench", artifact: artifact,
                environment: [], credentials: Self.credentials)
        ) { _ in }
        return DeploymentHandle(reference: result.reference, credentials: Self.credentials)
    }

    func trigger(_ id: String, of deployment: DeploymentHandle, params: JSONValue = [:]) async throws {
        _ = try await runtime.trigger(TriggerRequest(deployment: deployment, runId: id, params: params))
    }

    /// The output of a run, once it is over; to be asked for once.
    func output(_ id: String) async throws -> JSONValue {
        let state = await ends.end(of: id)
        guard state.status == .complete else { throw Ended(state: "\(state)") }
        return state.output ?? .null
    }

    struct Ended: Error { let state: String }
}
