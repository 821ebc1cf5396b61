import EmulatorClient
import JSON
import TestSupport
import Testing

@Suite("What is deployed to the emulated Cloudflare really runs", .timeLimit(.minutes(3)))
struct RunTests {
    private static let flow = """
        import { WorkflowEntrypoint } from "cloudflare:workers";
        export class Flow extends WorkflowEntrypoint {
          async run(event, step) {
            const name = await step.do("name", async () => this.env.NAME);
            const other = this.env.OTHER ? await step.do("ask", async () => await (await this.env.OTHER.fetch("https://other/x")).text()) : null;
            return { name, other, given: event.payload };
          }
        }
        export default {
          async fetch(request, env) { return Response.json({ url: request.url, name: env.NAME, body: await request.text() }); },
        };
        """

    /// How an instance ends.
    private static func result(_ emulator: EmulatorClient, _ id: String) async throws -> JSONValue {
        let made = try await emulator.call(
            "POST", "workflows/flow/instances", ["instance_id": .string(id), "params": ["n": 1]])
        #expect(made.status == 200, "\(made.body)")
        return try await eventually(
            "the end of \(id)", satisfies: { ["complete", "errored"].contains($0["status"]?.string) }
        ) { try await emulator.call("GET", "workflows/flow/instances/\(id)").body["result"] ?? .null }
    }

    private static func name(_ name: String) -> JSONValue {
        ["type": "plain_text", "name": "NAME", "text": .string(name)]
    }

    private static func deploy(_ emulator: EmulatorClient, name: String) async throws {
        let upload = try await emulator.upload("flow", flow, ["bindings": [Self.name(name)]])
        #expect(upload.status == 200, "\(upload.body)")
        _ = try await emulator.call("PUT", "workflows/flow", ["script_name": "flow", "class_name": "Flow"])
    }

    @Test("An instance runs the version that serves when it begins, also after a roll back")
    func versions() async throws {
        try await EmulatorFixture.serving { emulator in
            try await Self.deploy(emulator, name: "one")
            #expect(try await Self.result(emulator, "a")["output"] == #"{"name":"one","other":null,"given":{"n":1}}"#)
            try await emulator.upload("flow", Self.flow, ["bindings": [Self.name("two")]])
            #expect(try await Self.result(emulator, "b")["output"]?.string?.contains("two") == true)
            let deployments = try await emulator.call("GET", "workers/scripts/flow/deployments").body
            let first = deployments["result"]?["deployments"]?.array?.last?["versions"]?.array?.first?["version_id"]
            let version: JSONValue = ["version_id": first ?? nil, "percentage": 100]
            _ = try await emulator.call(
                "POST", "workers/scripts/flow/deployments", ["strategy": "percentage", "versions": [version]])
            #expect(try await Self.result(emulator, "c")["output"]?.string?.contains("one") == true)
        }
    }

    @Test("Instances and their Workers are there again after a restart")
    func restart() async throws {
        let folder = try TemporaryFolder()
        try await EmulatorFixture.serving(folder: folder) { emulator in
            try await Self.deploy(emulator, name: "kept")
            _ = try await Self.result(emulator, "a")
        }
        try await EmulatorFixture.serving(folder: folder) { emulator in
            let old = try await emulator.call("GET", "workflows/flow/instances/a").body["result"] ?? nil
            #expect(old["status"] == "complete")
            #expect(try await Self.result(emulator, "b")["output"]?.string?.contains("kept") == true)
        }
    }

    @Test("A Worker asks another, in the version that serves now")
    func services() async throws {
        try await EmulatorFixture.serving { emulator in
            try await emulator.upload("other", "export default { fetch: () => new Response('first') };")
            let other: JSONValue = ["type": "service", "name": "OTHER", "service": "other"]
            try await emulator.upload("flow", Self.flow, ["bindings": [Self.name("one"), other]])
            _ = try await emulator.call("PUT", "workflows/flow", ["script_name": "flow", "class_name": "Flow"])
            #expect(try await Self.result(emulator, "a")["output"]?.string?.contains("first") == true)
            try await emulator.upload("other", "export default { fetch: () => new Response('second') };")
            #expect(try await Self.result(emulator, "b")["output"]?.string?.contains("second") == true)
        }
    }

    @Test("A Worker answers at its name, its workers.dev address, its routes and its domains, once it has them")
    func addresses() async throws {
        try await EmulatorFixture.serving { emulator in
            try await Self.deploy(emulator, name: "one")
            let fetch = { (host: String, path: String) in
                try await emulator.send("POST", emulator.base + path, ("hello", "text/plain"), ["host": host])
            }
            let byName = try await emulator.send(
                "POST", "\(emulator.base)/__emulator/fetch/flow/a/b?c=1", ("hello", "text/plain"))
            #expect(
                byName.body == ["url": "http://flow.emulated.workers.dev/a/b?c=1", "name": "one", "body": "hello"])
            #expect(try await fetch("flow.emulated.workers.dev", "/").status == 404)
            _ = try await emulator.call("POST", "workers/scripts/flow/subdomain", ["enabled": true])
            #expect(try await fetch("flow.emulated.workers.dev", "/").body["body"] == "hello")
            #expect(try await fetch("orders.example.com", "/").status == 404)
            _ = try await emulator.call(
                "PUT", "workers/domains", ["hostname": "orders.example.com", "service": "flow"])
            #expect(try await fetch("orders.example.com", "/").body["name"] == "one")
            let zone = try await emulator.call("GET", "/zones?name=example.com").body["result"]?.array?.first?["id"]?
                .string
            _ = try await emulator.call(
                "POST", "/zones/\(zone ?? "")/workers/routes", ["pattern": "example.com/api/*", "script": "flow"])
            #expect(try await fetch("example.com", "/api/x").body["name"] == "one")
            #expect(try await fetch("example.com", "/other").status == 404)
        }
    }
}
