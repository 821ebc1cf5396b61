import Authoring
import Foundation
import PluginMessages
import TestSupport
import Testing

@Suite("The marketplace's nodes", .timeLimit(.minutes(10)))
struct NodeTests {
    @Test("Every action sends what its vendor's API takes, gives what its schema says, and fails as it should")
    func cases() async throws {
        let manifests = try NodePlugins.manifests()
        #expect(manifests.count == NodePlugins.folders.count)
        let cases = try NodePlugins.folders.flatMap { try TemplateCase.load($0.appending(path: "tests").path) }
        let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? "deno"
        let outcomes = try await TemplateTester(manifests, deno: deno).run(cases)
        for outcome in outcomes where !outcome.problems.isEmpty {
            Issue.record("\(outcome.name): \(outcome.problems.joined(separator: "; "))")
        }
        for node in manifests.flatMap(\.nodes) {
            let tested = Set(
                cases.filter { $0.node == node.id && $0.version == node.version && $0.error == nil }.compactMap {
                    $0.params["action"]?.string
                })
            let actions = node.configSchema.first { $0.name == "action" }?.options?.map(\.value) ?? []
            #expect(
                tested.isSuperset(of: actions),
                "\(node.id) \(node.version): no case of \(Set(actions).subtracting(tested))")
        }
    }

    @Test("Definitions keep the rules of the catalogue")
    func definitions() throws {
        for node in try NodePlugins.manifests().flatMap(\.nodes) {
            let name = "\(node.id) \(node.version)"
            #expect(node.description.count <= 120 && node.description.hasSuffix("."), "\(name)")
            #expect(node.icon?.hasPrefix("<svg ") == true && node.docsUrl?.hasPrefix("https://") == true, "\(name)")
            #expect(node.dependencies == nil && node.providers == ["cloudflare"], "\(name)")
            #expect(
                node.author != nil && node.license != nil && !node.tags.isEmpty && !node.category.isEmpty, "\(name)")
            #expect(node.runtime?.defaultTimeout != nil && !node.outputSchema.isEmpty, "\(name)")
            let actions = Set(node.configSchema.first { $0.name == "action" }?.options?.map(\.value) ?? [])
            for field in node.configSchema {
                let named = Set((field.shownFor ?? []) + (field.requiredFor ?? []))
                #expect(named.isSubset(of: actions), "\(name), \(field.name)")
                #expect((field.type == .secret) == (field.envVarName != nil), "\(name), \(field.name)")
            }
            let needsNoAccount = ["csv", "rss", "xml"].contains(node.id)
            #expect(node.configSchema.contains { $0.type == .secret } != needsNoAccount, "\(name)")
        }
    }

    @Test("The code of every node passes the type check, and so does the library")
    func typeCheck() async throws {
        let folder = try TemporaryFolder()
        try LibraryFiles.write(to: folder.url.path)
        var files = [folder.url.appending(path: "node-library/mod.ts")]
        for template in try NodePlugins.manifests().flatMap(\.templates) {
            files.append(try folder.write(template.source, to: "\(template.node)-\(template.version).ts"))
        }
        let configuration = folder.url.appending(path: LibraryFiles.configuration)
        let output = try await DenoRunner().check(files, configuration: configuration)
        #expect(output.status == 0, "\(output.stderr)")
    }
}
