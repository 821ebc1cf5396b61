import Foundation
import JSON
import PluginMessages

/// Runs an emitted Worker in memory: `Tests/Fixtures/deno/run.ts` stands for the platform.
public struct WorkerRun: Sendable {
    /// What came of a run.
    public struct Outcome: Sendable {
        public let json: JSONValue

        public var result: JSONValue? { json["result"] }
        public var error: String? { json["error"]?["message"]?.string }
        /// The names of the durable steps, in the order in which they began.
        public var steps: [String] { json["steps"]?.array?.compactMap { $0["name"]?.string } ?? [] }
        public var status: Int? { json["status"]?.int }
        public var body: String? { json["body"]?.string }
    }

    public struct Crashed: Error, CustomStringConvertible {
        public let description: String
    }

    private let artifact: Artifact
    private var settings: JSONObject

    public init(_ artifact: Artifact, env: JSONObject = [:]) {
        self.artifact = artifact
        settings = ["env": .object(env)]
    }

    /// States that the binding of another workflow tells, one after another.
    public func workflow(_ binding: String, states: JSONValue = nil) -> WorkerRun {
        setting("workflows") { workflows in
            var workflows = workflows?.object ?? [:]
            workflows[binding] = states
            return .object(workflows)
        }
    }

    /// The id of the run; "run-1" unless told.
    public func instance(_ id: String) -> WorkerRun { setting("instanceId") { _ in .string(id) } }

    /// With UUIDs of its own, which are otherwise numbered.
    public var randomIDs: WorkerRun { setting("randomIds") { _ in true } }

    /// The answer to the first start of another workflow is lost.
    public var forgetful: WorkerRun { setting("isForgetful") { _ in true } }

    /// Runs of other workflows have events: `end` gives the end of a run, `fail` refuses, `hang` gives nothing. What was
    /// subscribed to is in the outcome's `subscribed`.
    public func subscriptions(_ kind: String) -> WorkerRun { setting("subscriptions") { _ in .string(kind) } }

    /// The run is made again with the results of its steps: `replayed` in the outcome's JSON.
    public var replaying: WorkerRun { setting("replays") { _ in true } }

    /// A service binding that answers with what it was asked.
    public func service(_ binding: String) -> WorkerRun {
        setting("services") { .array(($0?.array ?? []) + [.string(binding)]) }
    }

    /// The payloads of the events that come, by type.
    public func events(_ events: JSONObject) -> WorkerRun { setting("events") { _ in .object(events) } }

    /// Runs the workflow.
    public func run(_ payload: JSONValue = [:]) async throws -> Outcome { try await call("run", ["payload": payload]) }

    /// What the server at `env.BASE` responds with at `/next`, one after another: `status`, `headers`, `text` or
    /// `base64`. What it was asked is in the outcome's `requests`.
    public func answers(_ answers: [JSONValue]) -> WorkerRun { setting("answers") { _ in .array(answers) } }

    /// Sends a request with a JSON body to the default handler.
    public func fetch(
        _ method: String = "POST", _ path: String = "/", body: JSONValue? = nil,
        headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Outcome {
        try await fetch(method, path, body: body?.text, type: "application/json", headers: headers)
    }

    /// Sends a request to the default handler.
    /// - Parameter bytes: In place of `body`.
    public func fetch(
        _ method: String = "POST", _ path: String = "/", body: String?, bytes: Data? = nil, type: String? = nil,
        encoding: String? = nil, headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Outcome {
        var request: JSONObject = ["method": .string(method), "url": .string("https://worker.test\(path)")]
        if let body { request["body"] = .string(body) }
        if let bytes { request["base64"] = .string(bytes.base64EncodedString()) }
        let content = [("content-type", type), ("content-encoding", encoding)].compactMap { name, value in
            value.map { (key: name, value: $0) }
        }
        request["headers"] = .array((content + headers).map { [.string($0.key), .string($0.value)] })
        return try await call("fetch", ["request": .object(request)])
    }

    public func queue(_ batch: JSONValue) async throws -> Outcome { try await call("queue", ["payload": batch]) }

    public func scheduled() async throws -> Outcome { try await call("scheduled", [:]) }

    private func setting(_ key: String, _ change: (JSONValue?) -> JSONValue) -> WorkerRun {
        var copy = self
        copy.settings[key] = change(settings[key])
        return copy
    }

    private func call(_ name: String, _ parameters: JSONObject) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let module = try folder.write(artifact.source, to: artifact.fileName)
        var request = settings
        request["module"] = .string(module.absoluteString)
        request["call"] = .string(name)
        if let className = artifact.className { request["className"] = .string(className) }
        for (key, value) in parameters { request[key] = value }
        let output = try await DenoRunner().run(
            PackageRoot.fixture("deno/run.ts"), input: JSONValue.object(request).text)
        guard output.status == 0 else { throw Crashed(description: output.stderr + output.stdout) }
        return Outcome(json: try JSONValue(parsing: output.stdout))
    }
}
