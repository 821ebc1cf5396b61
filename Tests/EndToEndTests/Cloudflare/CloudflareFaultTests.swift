import JSON
import TestSupport
import Testing

@Suite("Deploys to Cloudflare that go wrong, on the real server", .serialized, .timeLimit(.minutes(30)))
struct CloudflareFaultTests {
    private static let config: JSONValue = [
        "deployConfig": [
            "route": ["pattern": "api.example.com/first/*", "zoneName": "example.com"], "crons": ["0 6 * * *"],
        ]
    ]
    private static let nextConfig: JSONValue = [
        "deployConfig": [
            "route": ["pattern": "api.example.com/next/*", "zoneName": "example.com"], "logpush": true,
            "customDomains": ["answer.example.com"], "crons": ["0 7 * * *"], "workersDev": false,
        ]
    ]

    /// A workflow that is deployed once and is about to be deployed otherwise, and the calls that takes.
    private static func ready(
        _ installation: CloudflareInstallation
    ) async throws -> (workflow: CloudflareWorkflow, version: String, calls: [(method: String, path: String)]) {
        // What a deploy does is learned from another workflow.
        let model = try await installation.workflow(CloudflareDocument.answering("model"))
        try await model.change(config)
        try await model.post(CloudflareDocument.answering("model"))
        try await model.deploy()
        try await model.change(nextConfig)
        try await model.post(CloudflareDocument.answering("model again"))
        try await installation.control("DELETE", "calls")
        try await model.deploy()
        let calls = try await installation.calls()
        _ = try await model.api.call("POST", "\(model.path)/takedown", model.order)

        let workflow = try await installation.workflow(CloudflareDocument.answering("one"))
        return (workflow, try await deployed(workflow), calls)
    }

    /// - Returns: The version that serves; the next one is posted.
    private static func deployed(_ workflow: CloudflareWorkflow) async throws -> String {
        try await workflow.change(config)
        let version = try await workflow.post(CloudflareDocument.answering("one"))
        try await workflow.deploy()
        try await workflow.change(nextConfig)
        try await workflow.post(CloudflareDocument.answering("two"))
        return version
    }

    /// Whether a deploy can do without the answer of a call: `SecondaryCallTests`.
    private static func isSecondary(_ call: Int, of calls: [(method: String, path: String)]) -> Bool {
        let isAfterUpload = calls.prefix(call).contains {
            $0.method == "PUT" && $0.path.split(separator: "/").dropLast().last == "scripts"
        }
        let (method, path) = calls[call]
        return path.hasSuffix("/tokens/verify") || path.hasSuffix("/domains/changeset")
            || method == "GET" && (path.hasSuffix("/versions") || isAfterUpload && path.hasSuffix("/deployments"))
    }

    @Test(
        "Whatever call fails, what was deployed before serves, the database says so, and the next deploy succeeds",
        arguments: [("error", "before"), ("cut", "before"), ("cut", "after"), ("hang", "before")])
    func faults(effect: String, when: String) async throws {
        // On a busy machine calls without a fault need their time, too.
        let timeout = effect == "hang" ? "4" : "30"
        try await CloudflareInstallation.running(settings: ["API_TIMEOUT=\(timeout)", "API_DEADLINE=0"]) {
            installation in
            let ready = try await Self.ready(installation)
            let workflow = ready.workflow
            var version = ready.version
            var served = try await installation.served()
            // The module, its settings, the workflow, its schedules and addresses.
            try #require(ready.calls.count >= 5, "\(ready.calls)")
            var secondary = 0
            for index in ready.calls.indices {
                try await installation.control("DELETE", "faults")
                try await installation.control("DELETE", "calls")
                try await installation.control(
                    "POST", "faults",
                    [
                        "path": "**", "nth": .int(index + 1), "effect": .string(effect), "when": .string(when),
                        "status": 400, "code": 10021, "message": "Made to fail",
                    ])
                let answer = try await workflow.api.send("POST", "\(workflow.path)/deploy", workflow.order)
                // Calls at the same time arrive in one order or another.
                let calls = try await installation.calls()
                let call = try #require(calls.count > index ? calls[index] : nil, "\(calls)")
                if answer.status == 201 {
                    secondary += 1
                    #expect(Self.isSecondary(index, of: calls), "It was not noticed that \(call) failed.")
                    try await installation.control("DELETE", "faults")
                    version = try await Self.deployed(workflow)
                    served = try await installation.served()
                    continue
                }
                #expect(answer.status == 502, "\(call): \(answer.body.text)")
                #expect(try await installation.served() == served, "\(call): \(answer.body.text)")
                let deployments = try await workflow.deployments()
                #expect(deployments.first?.status == "failed")
                #expect(deployments.filter { $0.status == "active" }.map(\.version) == [version])
            }
            // As many as are enough to be sure of what the others do.
            #expect(ready.calls.count - secondary >= 5)
            try await installation.control("DELETE", "faults")
            try await workflow.deploy()
            #expect(try await workflow.run().state["output"] == "two")
        }
    }

    @Test("The server is killed at any call: the next one puts back what was there before, and deploys again")
    func killed() async throws {
        try await CloudflareInstallation.running { installation in
            let (workflow, version, calls) = try await Self.ready(installation)
            let served = try await installation.served()
            // The module, its settings, the workflow, its schedules and addresses.
            try #require(calls.count >= 5, "\(calls)")
            var current = installation
            for (index, call) in calls.enumerated() {
                for when in ["before", "after"] {
                    try await current.control("DELETE", "faults")
                    try await current.control("DELETE", "calls")
                    try await current.control(
                        "POST", "faults",
                        ["path": "**", "nth": .int(index + 1), "effect": "hang", "when": .string(when)])
                    let deploying = CloudflareWorkflow(installation: current, id: workflow.id)
                    let deploy = Task { try await deploying.deploy() }
                    let deployed = current
                    try await eventually("call \(index + 1) of the deploy", equals: 1) {
                        try await deployed.control("GET", "faults").array?.first?["hits"] ?? .null
                    }
                    try await current.server.killAtOnce()
                    await #expect(throws: (any Error).self) { try await deploy.value }
                    try await current.control("DELETE", "faults")

                    current = try await current.restarted()
                    let restarted = CloudflareWorkflow(installation: current, id: workflow.id)
                    let deployments = try await eventually(
                        "the end of the deploy", satisfies: { $0.first?.status != "deploying" }
                    ) { try await restarted.deployments() }
                    #expect(deployments.first?.status == "failed")
                    #expect(deployments.filter { $0.status == "active" }.map(\.version) == [version])
                    #expect(try await current.served() == served, "\(call), \(when)")
                }
            }
            let last = CloudflareWorkflow(installation: current, id: workflow.id)
            try await last.deploy()
            #expect(try await last.run().state["output"] == "two")
        }
    }
}
