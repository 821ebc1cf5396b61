import Foundation
import JSON
import TestSupport

/// Documents of the corpus that are deployed to a server that is killed and started again.
struct KillFixture {
    enum Target: CaseIterable { case server, deno, both }

    private struct Deployed {
        let workflow: String
        let cases: [JSONValue]
    }

    private struct Run {
        let id: String
        let workflow: String
        let expected: JSONValue

        /// The corpus has no more than one run of a name.
        var result: JSONValue {
            get throws {
                let text = (expected["result"] ?? .null).text
                return try JSONValue(parsing: text.replacingOccurrences(of: "run-1", with: id))
            }
        }
    }

    struct Wrong: Error, CustomStringConvertible {
        let description: String
    }

    private let data: URL
    private let counter: String
    private var server: ServerProcess
    private var api: APIClient
    private let connection: String
    private var deployed: [Deployed] = []
    private var runs: [Run] = []
    /// Processes of deployed code.
    private(set) var killed = 0

    init(data: URL, counter: String) async throws {
        self.data = data
        self.counter = counter
        server = try await ServerProcess(data: data)
        api = try APIClient(server, data: data)
        connection = try await api.localConnection()
    }

    /// What needs nothing but itself: the cases that only have a payload and a result or an error.
    static var documents: [(document: JSONValue, cases: [JSONValue])] {
        get throws {
            let folder = PackageRoot.fixture("workflows")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            return try names.filter { $0.hasSuffix(".expected.json") }.compactMap { name in
                let document = try read(folder, name.replacingOccurrences(of: ".expected", with: ""))
                let cases = try read(folder, name)["cases"]?.array?.filter(isPlain) ?? []
                let types = document["nodes"]?.array?.compactMap { $0["type"]?.string } ?? []
                guard !cases.isEmpty, selfContained.isSuperset(of: types), !document.text.contains("env.") else {
                    return nil
                }
                return (document, cases)
            }
        }
    }

    private static let selfContained: Set<String> = [
        "step", "branch", "loop", "break", "parallel", "race", "try_catch", "sleep",
    ]

    private static func isPlain(_ expected: JSONValue) -> Bool {
        ["call", "env", "events", "workflows", "services"].allSatisfy { expected[$0] == nil }
    }

    private static func read(_ folder: URL, _ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: folder.appending(path: name)))
    }

    mutating func deploy(_ documents: some Sequence<(document: JSONValue, cases: [JSONValue])>) async throws {
        for (document, cases) in documents {
            let id = try await api.call("POST", "/api/workflows", ["name": "Survivor"])["id"]?.string ?? ""
            _ = try await api.call(
                "PATCH", "/api/workflows/\(id)",
                [
                    "triggerCode": .string(StepRecorder.code),
                    "envVars": [["name": "COUNTER", "value": .string(counter), "isSecret": false]],
                ])
            _ = try await api.call("POST", "/api/workflows/\(id)/versions", ["ir": document])
            _ = try await api.call("POST", "/api/workflows/\(id)/deploy", ["connectionId": .string(connection)])
            deployed.append(Deployed(workflow: id, cases: cases))
        }
    }

    /// Starts a run of every case.
    mutating func begin() async throws {
        for workflow in deployed {
            for expected in workflow.cases {
                let body: JSONValue = [
                    "connectionId": .string(connection), "params": expected["payload"] ?? [:],
                ]
                let run = try await api.call("POST", "/api/workflows/\(workflow.workflow)/trigger", body)
                runs.append(Run(id: run["id"]?.string ?? "", workflow: workflow.workflow, expected: expected))
            }
        }
    }

    mutating func kill(_ target: Target) async throws {
        if target != .server { killDeno() }
        guard target != .deno else { return }
        try await server.killAtOnce()
        server = try await ServerProcess(data: data)
        api = try APIClient(server, data: data)
    }

    /// Waits until every run has ended, and compares.
    mutating func finish(_ seed: UInt64) async throws {
        for run in runs {
            let state = try await api.end(of: run.id, run.workflow)
            let error = run.expected["error"]?.string
            let result = try run.result
            let isRight =
                if let error {
                    state["status"] == "errored" && state["error"]?["message"]?.string?.contains(error) == true
                } else {
                    state["status"] == "complete" && (state["output"] ?? .null) == result
                }
            guard isRight else {
                throw Wrong(
                    description: "seed \(seed): \(state.text) instead of \(run.expected.text)\n\(server.output)")
            }
        }
        runs = []
    }

    func stop() async throws { try await server.stop() }

    private mutating func killDeno() {
        let processes = DenoProcesses.of(data)
        for process in processes { Foundation.kill(process, SIGKILL) }
        killed += processes.count
    }
}
