import Foundation
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite("A third party's plugin", .serialized, .timeLimit(.minutes(10)))
struct OutOfTreePluginTests {
    private struct MissingEndpoint: Error {}

    enum Language: CaseIterable, Sendable {
        case swift, c, rust

        /// Rust is an example for those who have it; building Millrace does not require it.
        static var available: [Language] { allCases.filter { $0 != .rust || (try? Command("rustc", [])) != nil } }
    }

    @Test(
        "Built in a package of its own, against PluginKit or the ABI only, it brings its node and endpoint and answers for both",
        arguments: Language.available, PluginIsolation.allCases)
    func buildAndLoad(language: Language, isolation: PluginIsolation) async throws {
        let fixture = try PluginFixture()
        let library = fixture.folder.url.appending(path: "libGreeting.so").path
        switch language {
        case .swift: try FileManager.default.copyItem(atPath: try await buildSwift(), toPath: library)
        case .c: try await buildC("out-of-tree-c", in: fixture.folder.url.path)
        case .rust: try await buildC("out-of-tree-rust", in: fixture.folder.url.path)
        }
        let host = try fixture.host(isolation: isolation)
        await host.load()
        #expect(host.registry.refusals.isEmpty)
        let definition = try #require(host.registry.definition(type: "greeting", version: "2.1.0"))
        #expect(definition.configSchema.map(\.name) == ["name", "language"])
        #expect(host.registry.template(type: "greeting", version: "2.1.0", target: "cloudflare") != nil)
        let services = try #require(host.registry.services(of: "greeting", version: "2.1.0"))
        #expect(try await services.validate(["name": "Ada"]).isEmpty)
        #expect(try await services.validate(["name": "Nobody"]).map(\.field) == ["name"])
        #expect(try await services.options(of: "language", [:]).map(\.value) == ["en", "cy"])
        guard case .found(let resource, let parameters) = host.registry.resource(.get, ["greetings", "Ada"]) else {
            throw MissingEndpoint()
        }
        let request = ResourceRequest(endpoint: "greet", parameters: parameters)
        #expect(try await resource.call(request).json == ["text": "Hello, Ada"])
        let nobody = ResourceRequest(endpoint: "greet", parameters: ["name": "Nobody"])
        await #expect(throws: PluginFailure.self) { try await resource.call(nobody) }
        await host.shutdown()
    }

    /// Builds in the package's ignored build folder, so that only the first run takes long.
    private func buildSwift() async throws -> String {
        let scratch = PackageRoot.url.appending(path: ".build/out-of-tree").path
        // SwiftPM does not see new files of a package that is a dependency: without its plan it looks again.
        try? FileManager.default.removeItem(atPath: "\(scratch)/debug.yaml")
        try await build(
            "env",
            [
                "MILLRACE=\(PackageRoot.url.path)", "swift", "build", "-j", "2", "--package-path",
                PackageRoot.fixture("out-of-tree").path, "--scratch-path", scratch,
            ])
        return "\(scratch)/debug/libGreeting.so"
    }

    private func buildC(_ source: String, in folder: String) async throws {
        try await build(
            "make",
            [
                "--no-print-directory", "-C", PackageRoot.fixture(source).path, "CC=clang",
                "OUTPUT=\(folder)", "MILLRACE=\(BuildProducts.millrace.path)",
            ])
    }

    private func build(_ program: String, _ arguments: [String]) async throws {
        let output = try await Command(program, arguments).run()
        try #require(output.status == 0, "\(output.stdout)\n\(output.stderr)")
    }

    @Test("It exports the ABI's symbols and nothing else")
    func exports() async throws {
        let library = BuildProducts.directory.appending(path: "libMillraceNodeSlack.so")
        let symbols = try await Command("nm", ["-D", "--defined-only", "--extern-only", library.path]).run()
        let names = symbols.stdout.split(separator: "\n").compactMap { $0.split(separator: " ").last }
        #expect(Set(names) == ["millrace_plugin_start", "millrace_plugin_abi_version"])
    }

    @Test("A node's library has the part of the SDK that nodes need, and nothing of providers")
    func parts() async throws {
        let library = BuildProducts.directory.appending(path: "libMillraceNodeSlack.so")
        let symbols = try await Command("nm", ["--defined-only", library.path]).run().stdout
        // Names of symbols begin with that of their module, after its length.
        func has(_ module: String) -> Bool { symbols.contains("$s\(module.utf8.count)\(module)") }
        #expect(["NodeKit", "NodeMessages", "Definitions", "JSON"].filter { !has($0) }.isEmpty)
        #expect(["PluginKit", "PluginMessages", "Values"].filter(has).isEmpty)
    }
}
