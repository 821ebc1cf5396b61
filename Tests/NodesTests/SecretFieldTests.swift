import Authoring
import Compiler
import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Secret fields of the marketplace's nodes", .timeLimit(.minutes(10)))
struct SecretFieldTests {
    /// A field and a recorded use whose requests need its value.
    private struct Use {
        let node: NodeDefinition
        let field: String
        let variable: String
        let test: TemplateCase

        var name: String { "\(node.id) \(node.version) \(field): \(test.name)" }
    }

    private static let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? "deno"

    /// In place of an account's value; an address stays one.
    private static func decoy(_ value: String) -> String {
        if value.contains("://") { return value.replacing("://", with: "://decoy-") }
        return "decoy-\(value)"
    }

    /// A case as the runner of tests reads it.
    /// - Parameter expectsError: Nothing else is tried with it.
    private static func test(
        _ name: String, _ test: TemplateCase, params: JSONValue, env: [String: String], expectsError: Bool = false
    ) throws -> TemplateCase {
        var json: JSONObject = [
            "name": .string(name), "params": params, "http": .array(test.http ?? []),
            "env": .object(JSONObject(env.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ]
        json["node"] = test.node.map(JSONValue.string)
        json["version"] = test.version.map(JSONValue.string)
        json["output"] = test.output
        json["failure"] = test.failure
        json["ignoresAnswer"] = test.ignoresAnswer.map(JSONValue.bool)
        json["sentOnce"] = test.sentOnce.map { .array($0.map(JSONValue.int)) }
        if expectsError { json["error"] = [:] }
        return try JSONValue.object(json).decode()
    }

    /// For each secret field of each node, a recorded use that another account's value in its variable breaks.
    private static func uses(_ manifests: [Manifest]) async throws -> [Use] {
        let cases = try NodePlugins.folders.flatMap { try TemplateCase.load($0.appending(path: "tests").path) }
            .filter { $0.error == nil && $0.http?.isEmpty == false }
        var candidates: [Use] = []
        var trials: [TemplateCase] = []
        for node in manifests.flatMap(\.nodes) {
            for field in node.configSchema where field.type == .secret {
                guard let variable = field.envVarName else { continue }
                for test in cases where test.node == node.id && test.version == node.version {
                    guard let value = test.env?[variable] else { continue }
                    candidates.append(Use(node: node, field: field.name, variable: variable, test: test))
                    let env = (test.env ?? [:]).merging([variable: decoy(value)]) { $1 }
                    trials.append(
                        try Self.test("\(trials.count)", test, params: test.params, env: env, expectsError: true))
                }
            }
        }
        let outcomes = try await TemplateTester(manifests, deno: deno).run(trials)
        var found: Set<String> = []
        return zip(candidates, outcomes).compactMap { use, outcome in
            // It succeeds with the other value, where an error is expected: the value does not matter to this use.
            guard outcome.problems != ["it does not throw"] else { return nil }
            return found.insert("\(use.node.id) \(use.node.version) \(use.field)").inserted ? use : nil
        }
    }

    /// The program of a function with one node, as a template: the runner's call stands for the run's.
    private static func template(_ use: Use, _ data: JSONObject, _ catalog: PluginCatalog) throws -> NodeTemplate {
        let document: JSONValue = [
            "kind": "script", "metadata": ["name": "Account", "version": 1], "trigger": ["type": "http"],
            "entryNodeId": "n", "edges": [],
            "nodes": [
                [
                    "id": "n", "type": .string(use.node.id), "name": "EXPORT_value", "position": ["x": 0, "y": 0],
                    "version": .string(use.node.version), "provider": "cloudflare", "data": .object(data),
                ]
            ],
        ]
        let lowered = Compiler(catalog: catalog).lower(document)
        let program = try #require(lowered.program, "\(use.name): \(lowered.diagnostics)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(emitted.artifact, "\(use.name): \(emitted.diagnostics)")
        // What the field stands in for is not asked for, and what it reads is.
        #expect(!artifact.requiredEnvironment.contains(use.variable), "\(use.name)")
        #expect(artifact.requiredEnvironment.contains("OTHER_\(use.variable)"), "\(use.name)")
        let source = artifact.source.replacing("export default", with: "export const handlers =")
            .replacing(/\$call\(event, "[^"]*"\)/, with: "event.call")
        return NodeTemplate(
            node: use.node.id, version: use.node.version, target: "cloudflare",
            source: """
                \(source)
                export default async (env: any, params: any, call: any) =>
                  (await runGraph(env, { payload: params, call })).value;
                """)
    }

    @Test("The account in a node's field is the one that its vendor sees, and no message has its secret")
    func fields() async throws {
        let manifests = try NodePlugins.manifests()
        let catalog = PluginCatalog(manifests: manifests)
        let uses = try await Self.uses(manifests)
        let fields = manifests.flatMap(\.nodes).flatMap { node in
            node.configSchema.filter { $0.type == .secret }.map { "\(node.id) \(node.version) \($0.name)" }
        }
        let covered = Set(uses.map { "\($0.node.id) \($0.node.version) \($0.field)" })
        #expect(covered == Set(fields), "no use of \(Set(fields).subtracting(covered).sorted())")
        // Two fields of a node are two programs: a round has one of each node.
        var rounds: [[Use]] = []
        for use in uses {
            let round = rounds.firstIndex {
                !$0.contains { $0.node.id == use.node.id && $0.node.version == use.node.version }
            }
            if let round { rounds[round].append(use) } else { rounds.append([use]) }
        }
        for round in rounds {
            var templates: [NodeTemplate] = []
            var tests: [TemplateCase] = []
            for use in round {
                var data = use.test.params.object ?? [:]
                let params = JSONValue.object(data)
                // Values of a case may look like secrets or expressions: they come with the event.
                for key in data.keys where key != "action" {
                    data[key] = .string("{{event.payload.\(key)}}")
                }
                data[use.field] = .string("{{env.OTHER_\(use.variable)}}")
                templates.append(try Self.template(use, data, catalog))
                var env = use.test.env ?? [:]
                let value = env[use.variable] ?? ""
                env["OTHER_\(use.variable)"] = value
                env[use.variable] = Self.decoy(value)
                tests.append(try Self.test(use.name, use.test, params: params, env: env))
            }
            let manifest = Manifest(
                id: "accounts", name: "Accounts", version: "1.0.0", nodes: round.map(\.node), templates: templates)
            for outcome in try await TemplateTester([manifest], deno: Self.deno).run(tests)
            where !outcome.problems.isEmpty {
                Issue.record("\(outcome.name): \(outcome.problems.joined(separator: "; "))")
            }
        }
    }
}
