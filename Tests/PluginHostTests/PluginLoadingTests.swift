import Foundation
import PluginHost
import TestSupport
import Testing

@Suite("Loading plugins", .timeLimit(.minutes(10)))
struct PluginLoadingTests {
    @Test("A library for another ABI is refused with both versions, and nothing in it is called", arguments: [0, 99])
    func otherABI(_ version: Int) async throws {
        let fixture = try PluginFixture()
        let path = try await fixture.build("other-abi.c", as: "other", defining: ["ABI=\(version)"])
        let refusal = try await refusal(of: fixture)
        #expect(refusal.path == path)
        #expect(refusal.code == "plugin.abi")
        #expect(refusal.reason.contains("ABI \(version);"))
    }

    @Test(
        "A table of functions that ends too early is refused, as is none, and nothing in it is called",
        arguments: [("1", "plugin.abi"), ("0", "plugin.start")])
    func shortTable(isThere: String, code: String) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("short-table.c", as: "short", defining: ["TABLE=\(isThere)"])
        #expect(try await refusal(of: fixture).code == code)
    }

    @Test("A library that is no plugin is refused")
    func plainLibrary() async throws {
        let fixture = try PluginFixture()
        try await fixture.build("plain-library.c", as: "plain")
        #expect(try await refusal(of: fixture).code == "plugin.entry")
    }

    @Test("A file that is no library is refused")
    func noLibrary() async throws {
        let fixture = try PluginFixture()
        try fixture.folder.write("This is text.", to: "text.so")
        let refusal = try await refusal(of: fixture)
        #expect(refusal.code == "plugin.library")
        #expect(refusal.path.hasSuffix("text.so"))
    }

    @Test("A library that needs one which the machine lacks is refused with the name of that one")
    func missingDependency() async throws {
        let fixture = try PluginFixture()
        let needed = try await fixture.build("plain-library.c", as: "libneeded")
        try await fixture.build("probe.c", as: "probe", linkedTo: "libneeded")
        try FileManager.default.removeItem(atPath: needed)
        let refusal = try await refusal(of: fixture)
        #expect(refusal.code == "plugin.dependency")
        #expect(refusal.reason.contains("shared library libneeded.so,"), "\(refusal)")
    }

    @Test(
        "A manifest that is missing, broken or wrong is refused",
        arguments: [
            ("", "no manifest"), ("{", "not valid JSON"), (#"{\"id\":\"probe\"}"#, "/name"),
            (
                #"{\"id\":\"Bad Id\",\"name\":\"x\",\"version\":\"1.0.0\",\"nodes\":[],\"templates\":[],\"providers\":[]}"#,
                "Bad Id"
            ),
            (#"{\"id\":\"x\",\"name\":\"x\",\"version\":\"one\"}"#, "expected a semantic version such as 1.0.0"),
            (
                #"{\"id\":\"x\",\"name\":\"x\",\"version\":\"1.0.0\",\"nodeServices\":[{\"node\":\"y\",\"version\":\"1.0.0\",\"services\":[]}]}"#,
                "which the manifest does not declare"
            ),
            (
                #"{\"id\":\"x\",\"name\":\"x\",\"version\":\"1.0.0\",\"storages\":[{\"id\":\"y\",\"name\":\"Y\"},{\"id\":\"y\",\"name\":\"Y\"}]}"#,
                "twice"
            ),
            (#"{\"id\":\"x\",\"name\":\"x\",\"version\":\"1.0.0\",\"nodes\":[7]}"#, "/nodes/0"),
        ])
    func badManifest(manifest: String, reason: String) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "probe", defining: ["MANIFEST=\"\(manifest)\""])
        let refusal = try await refusal(of: fixture)
        #expect(refusal.code == "plugin.manifest")
        #expect(refusal.reason.contains(reason))
    }

    @Test("One bad library does not keep the others out")
    func goodBesideBad() async throws {
        let fixture = try PluginFixture()
        try fixture.folder.write("", to: "a-broken.so")
        try await fixture.build("probe.c", as: "probe")
        let host = try fixture.host()
        await host.load()
        #expect(host.registry.refusals.count == 1)
        #expect(host.plugins.map(\.manifest.id) == ["probe"])
    }

    @Test("The same plugin twice is refused the second time")
    func duplicate() async throws {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "a")
        try await fixture.build("probe.c", as: "b")
        let refusal = try await refusal(of: fixture)
        #expect(refusal.code == "plugin.duplicate")
        #expect(refusal.path.hasSuffix("b.so"))
    }

    @Test(
        "A pattern that does not compile, or keeps the server busy, is refused by name",
        arguments: [
            ("(a", "missing closing parenthesis"), ("(a+)+$", "exceeds the limits of a match"),
        ])
    func patterns(pattern: String, reason: String) async throws {
        let fixture = try PluginFixture()
        let field = #"\"text\":{\"type\":\"string\",\"label\":\"T\",\"validation\":{\"pattern\":\"\#(pattern)\"}}"#
        let provider =
            #"{\"id\":\"x\",\"name\":\"X\",\"description\":\"\",\"accepts\":[],\"credentialSchema\":{\#(field)},\"configSchema\":{},\"capabilities\":[]}"#
        let manifest = #"{\"id\":\"x\",\"name\":\"x\",\"version\":\"1.0.0\",\"providers\":[\#(provider)]}"#
        try await fixture.build("probe.c", as: "probe", defining: ["MANIFEST=\"\(manifest)\""])
        let refusal = try await refusal(of: fixture)
        #expect(refusal.code == "plugin.manifest")
        #expect(refusal.reason.contains("field \"text\" of provider \"x\""))
        #expect(refusal.reason.contains(reason))
    }

    @Test("A package is refused under the id of a plugin that has a provider, whatever its version")
    func impersonation() async throws {
        let fixture = try PluginFixture()
        let provider =
            #"{\"id\":\"x\",\"name\":\"X\",\"description\":\"\",\"accepts\":[],\"credentialSchema\":{},\"configSchema\":{},\"capabilities\":[]}"#
        let manifest = #"{\"id\":\"x\",\"name\":\"x\",\"version\":\"1.0.0\",\"providers\":[\#(provider)]}"#
        try await fixture.build("probe.c", as: "provider", defining: ["MANIFEST=\"\(manifest)\""])
        let host = try fixture.host()
        await host.load()
        let other = #"{\"id\":\"x\",\"name\":\"x\",\"version\":\"9.0.0\"}"#
        let path = try await fixture.build("probe.c", as: "forger", defining: ["MANIFEST=\"\(other)\""])
        let candidate = PluginCandidate(
            path: path, origin: .package(node: "x", version: "9.0.0"), isolation: .inProcess)
        let refusals = await host.load([candidate])
        #expect(refusals.map(\.code) == ["plugin.duplicate"])
        #expect(host.plugins.map(\.manifest.version) == ["1.0.0"])
    }

    @Test("Beside the executable only Millrace's own plugins are taken")
    func onlyNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "libMillracePluginLocal.so")
        try folder.write("", to: "libMillraceNodeSlack.so")
        try folder.write("", to: "libother.so")
        try folder.write("", to: "libMillracePluginLocal.swiftmodule")
        let named = PluginLocation(directory: folder.url.path, prefixes: [PluginLocation.plugins]).libraries
        #expect(named.map { $0.split(separator: "/").last } == ["libMillracePluginLocal.so"])
        #expect(PluginLocation(directory: folder.url.path).libraries.count == 3)
    }

    private func refusal(of fixture: PluginFixture) async throws -> PluginRefusal {
        let host = try fixture.host()
        await host.load()
        return try #require(host.registry.refusals.first)
    }
}
