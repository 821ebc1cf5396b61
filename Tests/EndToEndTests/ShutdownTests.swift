import Foundation
import Glibc
import JSON
import TestSupport
import Testing

@Suite("The end of the server", .serialized, .timeLimit(.minutes(5)))
struct ShutdownTests {
    /// A server with the fixture's provider, and a workflow that waits to be deployed there.
    private func start(
        _ folder: TemporaryFolder, _ service: String, _ arguments: [String] = []
    ) async throws -> (server: ServerProcess, api: APIClient, workflow: String, connection: JSONValue) {
        let data = folder.url.appending(path: "data")
        let plugins = folder.url.appending(path: "fixture-plugins").path
        if !FileManager.default.fileExists(atPath: plugins) {
            _ = try BuildProducts.fixture("PatientProviderFixture", in: folder)
        }
        let server = try await ServerProcess(
            data: data,
            arguments: [
                "--plugins", plugins, "--plugin-setting", "patient.url=\(service)", "--plugin-network",
                "patient=private",
            ] + arguments)
        let api = try APIClient(server, data: data)
        let environment = ["BASE": "x", "STAGE": "x", "REGION": "x", "REGIONS": "x"]
        let document = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/environment.json")))
        let (workflow, _) = try await api.workflow(named: "W", document, environment: environment)
        let connection = try await api.call(
            "POST", "/api/connections", ["provider": "patient", "credentials": ["apiToken": "t"]])
        return (server, api, workflow, ["connectionId": connection["id"] ?? .null])
    }

    /// A client of HTTP would try again by itself.
    private static func takesConnections(_ base: String) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(URL(string: base)?.port ?? 0).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    @Test("What was begun is ended, new connections are refused, and the exit code is 0")
    func drains() async throws {
        let service = LoopbackService()
        let folder = try TemporaryFolder()
        try await service.serving { base in
            let (server, api, workflow, body) = try await start(folder, base)
            async let events = api.events("/api/workflows/\(workflow)/deploy-stream", body)
            async let verified = api.call(
                "POST", "/api/connections/verify-token", ["provider": "patient", "credentials": ["apiToken": "t"]])
            try await service.asked(for: "/hold/deploy")
            try await service.asked(for: "/hold/verify")
            // Another one that follows the deploy, from an event on that it has heard already.
            let deployment = try await api.call("GET", "/api/workflows/\(workflow)/deployments")["data"]?.array?.first
            let follower = try await api.open(
                "GET", "/api/workflows/\(workflow)/deployments/\(deployment?["id"]?.string ?? "")/events",
                headers: ["last-event-id": "5"])
            server.askToStop()
            // Until the address is closed, which takes a moment.
            var isOpen = true
            for _ in 0..<6000 where isOpen {
                isOpen = Self.takesConnections(server.base)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(!isOpen)
            service.open()
            #expect(try await verified["valid"] == true)
            let last = try await events.last
            #expect(last?.name == "result" && last?.data["status"] == "active")
            let followed = String(buffer: try await follower.body.collect(upTo: 1 << 20))
            #expect(followed.hasPrefix("event: progress\nid: 6\n"), "\(followed)")
            #expect(followed.contains("event: result\n") && followed.contains(#""status":"active""#))
            #expect(try await server.ended() == .exit(0), "\(server.output)")
            // The host made the plugin's requests, which carry the trace of the request they were made for.
            #expect(service.traces("/hold/deploy").count == 1)
        }
    }

    @Test(
        "Steps of local runs may take until --shutdown-timeout, or less by --local-stop",
        arguments: [nil, "1"] as [String?])
    func steps(stop: String?) async throws {
        let folder = try TemporaryFolder()
        // Longer than a provider has of which the server says nothing.
        let code = """
            console.log("begun " + 1);
            await new Promise((done) => setTimeout(done, 12_000));
            console.log("over " + 1);
            return 7;
            """
        try await EchoService().serving { echo in
            let first = try await LocalInstallation(
                echo: echo, folder: folder, settings: stop.map { ["STOP=\($0)"] } ?? [],
                arguments: ["--shutdown-timeout", "60"])
            let worker = try await first.deploy(LocalDocument.steps("Patient", ("Long", code)))
            _ = try await worker.trigger([:])
            try await eventually("the step runs") { first.server.output.contains("begun 1") }
            first.server.askToStop()
            #expect(try await first.server.ended() == .exit(0), "\(first.server.output)")
            #expect(first.server.output.contains("over 1") == (stop == nil))
            let second = try await LocalInstallation(echo: echo, folder: folder)
            let again = LocalWorker(installation: second, id: worker.id, url: worker.url, service: worker.service)
            let runs = try await again.finished(1)
            #expect(runs.count == 1 && runs.first?["status"] == "complete", "\(runs)")
            // What ended was journalled; what did not runs again.
            #expect(second.server.output.contains("begun 1") == (stop != nil))
            try await second.server.stop()
        }
    }

    @Test("What does not end in time is cut off, and told as such by the next start")
    func bounded() async throws {
        let service = LoopbackService()
        let folder = try TemporaryFolder()
        try await service.serving { base in
            let (server, api, workflow, body) = try await start(folder, base, ["--shutdown-timeout", "1"])
            let client = Task { try? await api.events("/api/workflows/\(workflow)/deploy-stream", body) }
            try await service.asked(for: "/hold/deploy")
            server.askToStop()
            #expect(try await server.ended() == .exit(0), "\(server.output)")
            _ = await client.value
            let (next, again, _, _) = try await start(folder, base)
            let deployments = try await again.call("GET", "/api/workflows/\(workflow)/deployments")["data"]?.array
            #expect(deployments?.first?["status"] == "failed")
            service.open()
            try await next.stop()
        }
    }
}
