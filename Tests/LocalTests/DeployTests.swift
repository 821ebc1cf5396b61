import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Deployments on this machine", .timeLimit(.minutes(3)))
struct DeployTests {
    @Test(
        "A module that does not load is refused, with the node of its line",
        arguments: [
            ("const x: = 1;", "node-a"), ("missing();", "node-a"),
            ("import { nothing } from \"npm:left-pad\";", "node-a"), ("import \"./other.ts\";", nil),
        ])
    func module(line: String, node: String?) async throws {
        try await LocalFixture.with { fixture in
            let source = "\(line)\n" + LocalFixture.module("return 1;")
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deploy(
                    source, lineMap: [LineMapping(line: 1, nodeId: "node-a"), LineMapping(line: 2, nodeId: nil)])
            }
            #expect(failure?.code == "local.deploy.module" && failure?.fault == .invalid)
            if let node { #expect(failure?.details?["nodeId"]?.string == node, "\(failure?.message ?? "")") }
            #expect(failure?.message.contains(fixture.folder.url.path) == false, "\(failure?.message ?? "")")
        }
    }

    @Test("A module without the class is refused")
    func moduleWithoutClassIsRefused() async throws {
        try await LocalFixture.with { fixture in
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deploy("export class Other {}")
            }
            #expect(failure?.message.contains("exports no class Program") == true)
        }
    }

    @Test(
        "Bindings that need Cloudflare are refused by name",
        arguments: [
            "ai", "vectorize", "hyperdrive", "browser", "ratelimit", "send_email", "images", "secrets_store_secret",
            "durable_object_namespace", "assets",
        ])
    func cloudflareBindingsAreRefused(type: String) async throws {
        try await LocalFixture.with { fixture in
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deploy(
                    LocalFixture.module("return 1;"), bindings: [Binding(type: type, name: "THING")])
            }
            #expect(failure?.code == "local.binding.unsupported")
            #expect(failure?.message.contains("THING") == true)
            #expect(failure?.message.contains("needs Cloudflare") == true)
        }
    }

    @Test(
        "A module that only Cloudflare has is refused by name, as a fault of the version",
        arguments: [
            "import { connect } from \"cloudflare:sockets\";", "import * as a from 'cloudflare:sockets';",
            "const load = () => import(\"cloudflare:email\");",
        ])
    func cloudflareModulesAreRefused(line: String) async throws {
        try await LocalFixture.with { fixture in
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deploy("\(line)\n" + LocalFixture.module("return 1;"))
            }
            #expect(failure?.code == "local.module.unsupported" && failure?.fault == .invalid)
            #expect(failure?.message.contains("\"cloudflare:") == true)
            let own = "import { env as own } from \"cloudflare:workers\";\n// cloudflare:sockets\nown;\n"
            _ = try await fixture.deploy(own + LocalFixture.module("return 'cloudflare:sockets';"))
        }
    }

    @Test("What only Cloudflare's module exports is refused by name; what the module has here is what is said")
    func cloudflareExportsAreRefused() async throws {
        #expect(PlatformModules.unsupportedName(in: "import { env as e, withEnv } from \"cloudflare:workers\";") != nil)
        let failure = PlatformModules.unsupportedName(
            in: "import a from \"b\";\nimport {\n  WorkflowEntrypoint,\n  exports\n} from \"cloudflare:workers\";\n")
        #expect(failure?.code == "local.module.unsupported" && failure?.message.hasPrefix("\"exports\" of") == true)
        let shim = String(decoding: try #require(ShimFiles.contents["cloudflare-workers.ts"]), as: UTF8.self)
        let exported = shim.matches(of: /(?m)^export (?:class|const|function) (\w+)/).map { String($0.1) }
        #expect(exported.sorted() == PlatformModules.exports)
        let own = "import { \(exported.joined(separator: ", ")) as x } from \"cloudflare:workers\";"
        #expect(PlatformModules.unsupportedName(in: own) == nil)
        #expect(PlatformModules.unsupportedName(in: "const a = 'import { b } from \"cloudflare:workers\"';") == nil)
    }

    @Test(
        "A named entrypoint and props of a service binding, and a delay that is none, are refused with the binding's name"
    )
    func bindingSettingsAreRefused() async throws {
        try await LocalFixture.with { fixture in
            let bindings = [
                Binding(type: "service", name: "SERVICE_TAX", settings: ["resource": "tax"]),
                Binding(type: "queue", name: "QUEUE_MAIL", settings: ["resource": "mail"]),
            ]
            for (settings, code) in [
                (["SERVICE_TAX": ["entrypoint": "Admin"]], "local.binding.unsupported"),
                (["SERVICE_TAX": ["props": ["a": 1]]], "local.binding.unsupported"),
                (["QUEUE_MAIL": ["deliveryDelay": 43_201]], "local.config"),
            ] as [(JSONObject, String)] {
                let failure = await #expect(throws: PluginFailure.self) {
                    try await fixture.deploy(
                        LocalFixture.module("return 1;"), bindings: bindings, config: ["bindings": .object(settings)])
                }
                #expect(failure?.code == code && failure?.fault == .invalid)
                #expect(settings.allSatisfy { failure?.message.contains($0.key) == true })
            }
            // What has no meaning here stands in no deploy's way.
            _ = try await fixture.deploy(
                LocalFixture.module("return 1;"), bindings: bindings,
                config: ["bindings": ["SERVICE_TAX": ["entrypoint": nil], "BUCKET_A": ["jurisdiction": "eu"]]])
        }
    }

    @Test("A function without a fetch handler is refused")
    func functionWithoutHandlerIsRefused() async throws {
        try await LocalFixture.with { fixture in
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deploy("export default {};", kind: .script)
            }
            #expect(failure?.message.contains("no fetch handler") == true)
        }
    }

    @Test("Without Deno a deploy says how to get it")
    func missingDenoIsReported() async throws {
        try await LocalFixture.with(settings: ["DENO": "/nowhere/deno"]) { fixture in
            let failure = await #expect(throws: PluginFailure.self) { try await fixture.deploy(run: "return 1;") }
            #expect(failure?.code == "local.deno.missing")
            #expect(failure?.message.contains("MILLRACE_LOCAL_DENO") == true)
        }
    }

    @Test("A run goes on with the code it began with when another version is deployed")
    func runKeepsItsVersion() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            let program = "await step.waitForEvent(\"w\", { type: \"go\" }); return "
            let first = try await fixture.deploy(run: program + "1;")
            try await first.trigger("old")
            _ = try await first.until("old") { $0.status == .waiting }
            let second = try await fixture.deploy(run: program + "2;", id: "d2")
            try await second.trigger("new")
            for id in ["old", "new"] { try await second.send("go", to: id) }
            #expect(try await second.finished("old").output == 1)
            #expect(try await second.finished("new").output == 2)
        }
    }

    @Test(
        "A takedown terminates the runs, in memory or at rest, and removes the code; a second one does nothing",
        arguments: [Duration.seconds(30), .milliseconds(20)])
    func takedown(idleTime: Duration) async throws {
        try await LocalFixture.with(configure: { $0.idleTime = idleTime }) { fixture in
            let deployed = try await fixture.deploy(run: "await step.waitForEvent(\"w\", { type: \"go\" });")
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            if idleTime < .seconds(1) {
                try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            }
            try await fixture.runtime.takedown(deployed.handle)
            #expect(try await deployed.state("r1").status == .terminated)
            try await eventually("the last state that was told", equals: .terminated) {
                fixture.recorder.statuses(of: "r1").last
            }
            let folder = fixture.folder.url.appending(path: "data/deployments/d1")
            #expect(!FileManager.default.fileExists(atPath: folder.path))
            await #expect(throws: PluginFailure.self) { try await deployed.trigger("r2") }
            try await fixture.runtime.takedown(deployed.handle)
        }
    }
}
