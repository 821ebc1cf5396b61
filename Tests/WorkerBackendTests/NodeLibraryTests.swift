import JSON
import NodeLibrary
import PluginMessages
import TestSupport
import Testing

@testable import WorkerBackend

@Suite("The library of nodes' code", .timeLimit(.minutes(10)))
struct NodeLibraryTests {
    private static func template(_ source: String, node: String = "t") -> NodeTemplate {
        NodeTemplate(node: node, version: "1.0.0", target: "cloudflare", source: source)
    }

    private static func program(_ templates: [NodeTemplate], options: StepOptions = StepOptions()) -> Program {
        var build = ProgramBuilder()
        let calls = templates.indices.map { build.call("n\($0)", .template($0, params: .empty), options: options) }
        return build.program(calls, name: "Library", templates: templates)
    }

    @Test("A module holds once what its nodes use of it, and nothing else")
    func usedParts() async throws {
        let users = ["a", "b"].map {
            Self.template(
                "import { list as words, type Call } from '@millrace/node';\nexport default async (_e: any, _p: any, _c: Call) => words('x, y');",
                node: $0)
        }
        let artifact = try emit(Self.program(users))
        #expect(artifact.source.ranges(of: "export function list(").count == 1)
        #expect(!artifact.source.contains("class NodeError") && !artifact.source.contains("@millrace/node"))
        let none = try emit(Self.program([Self.template("export default async () => 1;")]))
        #expect(!none.source.contains(LibraryCode.name))
        #expect(try await WorkerRun(artifact).run().result == ["x", "y"])
    }

    @Test("What it does not have is told, and so is an import of all of it", arguments: ["{ nothing }", "* as all"])
    func unknown(clause: String) {
        let template = Self.template("import \(clause) from \"@millrace/node\";\nexport default async () => 1;")
        #expect(diagnostics(Self.program([template])).map(\.code) == ["worker.template.module"])
    }

    @Test("A secret that it reads is required of the environment, unless only some actions read it")
    func secrets() throws {
        let template = Self.template(
            "import { actionSecret, secret } from '@millrace/node';\nexport default async (env: any) => [secret(env, 'A_KEY'), actionSecret(env, 'B_KEY')];"
        )
        #expect(try emit(Self.program([template])).requiredEnvironment == ["A_KEY"])
    }

    @Test("Its names do not meet those of the user, of nodes or of imports")
    func names() async throws {
        let template = Self.template(
            """
            import { list } from "@millrace/node";
            const known = list("a"), $node = "mine";
            export default async () => [known, $node];
            """)
        #expect(throws: Never.self) { try emit(Self.program([template])) }
        let other = Self.template(
            "import { sep as node } from 'node:path';\nimport { list } from '@millrace/node';\nexport default async () => list(node);"
        )
        let clash = Self.template(
            "import { basename as node } from 'node:path';\nexport default async () => node('/a/b');")
        let artifact = try emit(Self.program([other, clash]))
        #expect(try await WorkerRun(artifact).run().result == "b")
    }

    @Test("Every part of it alone passes the type check, so that nothing it needs is left out")
    func closure() async throws {
        let folder = try TemporaryFolder()
        let files = try LibraryPart.all.filter(\.isExported).map { part in
            let use = part.kind == .type ? "type X = \(part.name);\n" : "const used: any = \(part.name);\n"
            let template = Self.template(
                "import { \(part.name) } from \"\(NodeLibrary.module)\";\n\(use)export default async () => \(part.kind == .type ? "1" : "used");"
            )
            return try folder.write(emit(Self.program([template])).source, to: "\(part.name).ts")
        }
        #expect(files.count > 20)
        let output = try await DenoRunner().check(files)
        #expect(output.status == 0, "\(output.stderr)")
    }

    @Test("No two parts have one name, and what a namespace cannot pass on, generic types, is not given out")
    func parts() {
        #expect(Set(LibraryPart.all.map(\.name)).count == LibraryPart.all.count)
        for part in LibraryPart.all where part.isExported && part.kind != .value {
            #expect(!part.text.contains("\(part.name)<"))
        }
    }

    @Test("The next attempt comes no sooner than the service asks, when there is one and the time allows it")
    func retryAfter() async throws {
        let template = Self.template(
            """
            import { NodeError } from "@millrace/node";
            const times: number[] = [];
            const wait = globalThis.setTimeout;
            globalThis.setTimeout = ((run: any, time: number) => { times.push(time); return wait(run, 0); }) as any;
            export default async (_env: any, _params: any, call: any) => {
              if (call.attempt === 4) return times;
              throw new NodeError("V", { retryable: true, retryAfter: [7, 100, 0][call.attempt - 1] });
            };
            """)
        let options = StepOptions(retries: .init(limit: 3, delay: 0), timeout: 20_000)
        #expect(try await WorkerRun(emit(Self.program([template], options: options))).run().result == [7000])
        let last = StepOptions(retries: .init(limit: 0, delay: 0), timeout: 20_000)
        let failed = try await WorkerRun(emit(Self.program([template], options: last))).run()
        #expect(failed.error == "V: it failed")
    }
}
