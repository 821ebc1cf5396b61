import Foundation
import PluginHost
import TestSupport
import Testing

@Suite("A third party's plugin")
struct OutOfTreePluginTests {
    /// Builds in the package's ignored build folder, so that only the first run takes long.
    @Test("Built in a package of its own, against PluginKit only, it loads and brings its node")
    func buildAndLoad() async throws {
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
        let host = try fixture.host()
        await host.load()
        #expect(host.registry.refusals.isEmpty)
        let definition = try #require(host.registry.definition(type: "greeting", version: "2.1.0"))
        #expect(definition.configSchema.map(\.name) == ["name"])
        #expect(host.registry.template(type: "greeting", version: "2.1.0", target: "cloudflare") != nil)
    }

    @Test("It exports the ABI's symbols and nothing else")
    func exports() async throws {
        let library = BuildProducts.directory.appending(path: "libMillracePluginSlack.so")
        let symbols = try await Command("nm", ["-D", "--defined-only", "--extern-only", library.path]).run()
        let names = symbols.stdout.split(separator: "\n").compactMap { $0.split(separator: " ").last }
        #expect(Set(names) == ["millrace_plugin_start", "millrace_plugin_abi_version"])
    }
}
