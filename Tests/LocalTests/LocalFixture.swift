import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport

/// A runtime over a folder of its own, and programs deployed to it.
struct LocalFixture: Sendable {
    let folder: TemporaryFolder
    let recorder = Recorder()
    let runtime: LocalRuntime

    /// - Parameters:
    ///   - folder: Of an earlier runtime that ended, to go on with it.
    ///   - data: The name of the data folder in it.
    private init(
        folder: TemporaryFolder? = nil, data: String = "data", settings: [String: String] = [:],
        configure: (inout LocalConfiguration) -> Void = { _ in }
    ) async throws {
        self.folder = try folder ?? TemporaryFolder()
        let environment = ProcessInfo.processInfo.environment
        var settings = settings
        if settings["DENO"] == nil { settings["DENO"] = environment["MILLRACE_LOCAL_DENO"] }
        if settings["PORT"] == nil { settings["PORT"] = "0" }
        var configuration = LocalConfiguration(
            dataFolder: self.folder.url.appending(path: data), settings: settings,
            searchPath: environment["PATH"] ?? "")
        // A test that leaves something hanging does not wait for it.
        configuration.stopTime = .zero
        configure(&configuration)
        runtime = try LocalRuntime(configuration, observer: recorder.observer)
        try await runtime.start()
    }

    /// Runs `body` with a runtime, and ends the runtime afterwards, also when `body` throws.
    static func with<Result>(
        folder: TemporaryFolder? = nil, data: String = "data", settings: [String: String] = [:],
        configure: (inout LocalConfiguration) -> Void = { _ in }, _ body: (LocalFixture) async throws -> Result
    ) async throws -> Result {
        let fixture = try await LocalFixture(folder: folder, data: data, settings: settings, configure: configure)
        do {
            let result = try await body(fixture)
            await fixture.runtime.shutdown()
            return result
        } catch {
            await fixture.runtime.shutdown()
            throw error
        }
    }

    /// Deploys a module whose class is `Program`.
    /// - Parameter connection: Whose resources it has.
    @discardableResult
    func deploy(
        _ source: String, id: String = "d1", workflow: String = "w1", environment: [String: String] = [:],
        bindings: [Binding] = [], lineMap: [LineMapping] = [], kind: Program.Kind = .workflow,
        trigger: Trigger = .manual, connection: String = "c1", secrets: Set<String> = [],
        config: JSONObject = [:]
    ) async throws -> Deployed {
        let artifact = Artifact(
            target: "cloudflare", kind: kind, fileName: "program.ts", className: kind == .workflow ? "Program" : nil,
            source: source, lineMap: lineMap, bindings: bindings, requiredEnvironment: [], dependencies: [],
            trigger: trigger, warnings: [])
        let credentials = Credentials(connectionId: connection, values: [:])
        let result = try await runtime.deploy(
            DeployRequest(
                deploymentId: id, workflowId: workflow, versionId: "v1", workflowName: "A program", artifact: artifact,
                environment: environment.map {
                    .init(name: $0.key, value: $0.value, isSecret: secrets.contains($0.key))
                },
                credentials: credentials, config: config)
        ) { _ in }
        return Deployed(
            runtime: runtime, handle: .init(reference: result.reference, credentials: credentials),
            service: result.serviceName, url: result.url ?? "")
    }

    /// Deploys a class whose `run` has this body.
    func deploy(run body: String, id: String = "d1", environment: [String: String] = [:]) async throws -> Deployed {
        try await deploy(Self.module(body), id: id, environment: environment)
    }

    static func module(_ body: String) -> String {
        """
        import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
        import { NonRetryableError } from "cloudflare:workflows";
        interface Env { [name: string]: any }
        export class Program extends WorkflowEntrypoint<Env> {
          override async run(event: WorkflowEvent<any>, step: WorkflowStep): Promise<any> {
            const env = this.env;
        \(body)
          }
        }
        """
    }

    /// What a function whose handler has this body answers as JSON. The resources are new.
    /// - Parameter resources: The ids of bindings that are not to have the same.
    static func answer(
        _ body: String, bindings: [Binding], resources: [String: String] = [:]
    ) async throws -> JSONValue {
        try await LocalFixture.with { fixture in
            let ids = bindings.map { ("\($0.name)_BINDING_ID", resources[$0.name] ?? "resource-1") }
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "const answer = async () => {\n\(body)\n};\nreturn Response.json(await answer());"),
                environment: Dictionary(uniqueKeysWithValues: ids), bindings: bindings, kind: .script)
            let answer = try await function.ask()
            guard answer.status == 200, let json = answer.json else {
                throw Unanswered(description: answer.text + fixture.recorder.lines.joined(separator: "\n"))
            }
            return json
        }
    }

    struct Unanswered: Error, CustomStringConvertible {
        let description: String
    }

    /// A module whose fetch handler has this body.
    static func function(_ body: String) -> String {
        "export default { async fetch(request: Request, env: any, ctx: any): Promise<any> {\n\(body)\n} };"
    }
}

extension Binding {
    /// As the compiler makes them of names.
    static func resource(_ type: String, _ name: String) -> Binding {
        Binding(type: type, name: name, settings: ["resourceVariable": .string("\(name)_BINDING_ID")])
    }
}

/// A deployment that runs are started of.
struct Deployed: Sendable {
    let runtime: LocalRuntime
    let handle: DeploymentHandle
    let service: String
    let url: String

    /// The same deployment at a runtime that goes on with another's folder.
    func at(_ runtime: LocalRuntime) -> Deployed {
        Deployed(runtime: runtime, handle: handle, service: service, url: url)
    }

    func trigger(_ id: String, params: JSONValue = [:]) async throws {
        _ = try await runtime.trigger(TriggerRequest(deployment: handle, runId: id, params: params))
    }

    func state(_ id: String) async throws -> RunState { try await runtime.run(request(id)) }

    func logs(_ id: String) async throws -> [RunLogLine] { try await runtime.logs(of: request(id)) }

    func steps(_ id: String) async throws -> [RunStep] { try await runtime.steps(of: request(id)) }

    @discardableResult
    func control(_ id: String, _ action: InstanceRequest.Action) async throws -> RunState {
        try await runtime.control(request(id, action))
    }

    func send(_ type: String, to id: String, _ payload: JSONValue? = nil) async throws {
        let instance = request(id)
        try await runtime.sendEvent(
            EventRequest(
                deployment: instance.deployment, instanceId: instance.instanceId, type: type, payload: payload))
    }

    /// The state, once the run is over.
    func finished(_ id: String, within limit: Duration = .patience) async throws -> RunState {
        try await until(id, within: limit) { $0.status.isTerminal }
    }

    /// The state, once it is what is waited for.
    func until(
        _ id: String, within limit: Duration = .patience, _ condition: (RunState) -> Bool
    ) async throws -> RunState {
        try await eventually("the state of run \(id)", within: limit, satisfies: condition) { try await state(id) }
    }

    /// Starts a run and returns how it ends.
    func result(_ id: String = "r1", params: JSONValue = [:]) async throws -> RunState {
        try await trigger(id, params: params)
        return try await finished(id)
    }

    private func request(_ id: String, _ action: InstanceRequest.Action? = nil) -> InstanceRequest {
        InstanceRequest(deployment: handle, instanceId: id, action: action)
    }
}
