import Foundation
import JSON
import LocalRuntime
import PluginMessages

/// A runtime over a folder of its own.
struct Installation: Sendable {
    let folder: URL
    let runtime: LocalRuntime
    private static let credentials = Credentials(connectionId: "bench", values: [:])

    init(folder: URL? = nil, configure: (inout LocalConfiguration) -> Void = { _ in }) async throws {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appending(path: "millrace-bench-\(UUID().uuidString)")
        let environment = ProcessInfo.processInfo.environment
        var configuration = LocalConfiguration(
            dataFolder: self.folder, settings: environment["MILLRACE_LOCAL_DENO"].map { ["DENO": $0] } ?? [:],
            searchPath: environment["PATH"] ?? "")
        configure(&configuration)
        runtime = try LocalRuntime(
            configuration,
            observer: LocalObserver(
                log: { level, line in if level != .info { print("    \(line)") } }, changed: { _, _ in }))
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

    func state(_ id: String, of deployment: DeploymentHandle) async throws -> RunState {
        try await runtime.run(InstanceRequest(deployment: deployment, instanceId: id))
    }

    /// The output of a run, once it is over.
    func output(_ id: String, of deployment: DeploymentHandle) async throws -> JSONValue {
        while true {
            let state = try await state(id, of: deployment)
            if state.status == .complete { return state.output ?? .null }
            guard !state.status.isTerminal else { throw Ended(state: "\(state)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    struct Ended: Error { let state: String }
}
