import Foundation
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite("A third party's plugin", .serialized)
struct OutOfTreePluginTests {
    private struct MissingEndpoint: Error {}

    /// Builds in the package's ignored build folder, so that only the first run takes long.
    @Test(
        "Built in a package of its own, against PluginKit only, it brings its node and endpoint and answers for both",
        arguments: PluginIsolation.allCases)
    func buildAndLoad(isolation: PluginIsolation) async throws {
        let scratch = PackageRoot.url.appending(path: ".build/out-of-tree").path
        let package = PackageRoot.fixture("out-of-tree").path
        // SwiftPM does not see new files of a package that is a dependency: without its plan it looks again.
        try? FileManager.default.removeItem(atPath: "\(scratch)/debug.yaml")
        let build = Command(
            executable: URL(filePath: "/usr/bin/env"),
            arguments: [
                "MILLRACE=\(PackageRoot.url.path)", "swift", "build", "-j", "2", "--package-path", package,
                "--scratch-path", scratch,
            ])
        let output = try await build.run()
        try #require(output.status == 0, "\(output.stdout)\n\(output.stderr)")
        let fixture = try PluginFixture()
        try FileManager.default.copyItem(
            atPath: "\(scratch)/debug/libGreeting.so", toPath: fixture.folder.url.appending(path: "greeting.so").path)
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

    @Test("It exports the ABI's symbols and nothing else")
    func exports() async throws {
        let library = BuildProducts.directory.appending(path: "libMillraceNodeSlack.so")
        let symbols = try await Command("nm", ["-D", "--defined-only", "--extern-only", library.path]).run()
        let names = symbols.stdout.split(separator: "\n").compactMap { $0.split(separator: " ").last }
        #expect(Set(names) == ["millrace_plugin_start", "millrace_plugin_abi_version"])
    }
}
