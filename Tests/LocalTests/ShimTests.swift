import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing
import Values

@Suite("The shim", .timeLimit(.minutes(10)))
struct ShimTests {
    @Test("Its types hold")
    func types() async throws {
        let main = PackageRoot.url.appending(path: "Plugins/Local/Runtime/Shim/main.ts")
        let arguments = ["check", "--quiet", "--no-config", main.path]
        let deno =
            try ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"]
            .map { Command(executable: URL(filePath: $0), arguments: arguments) } ?? Command("deno", arguments)
        let output = try await deno.run()
        #expect(output.status == 0, "\(output.stderr)")
    }

    @Test("Every module of its folder is among its sources")
    func sources() throws {
        let source = PackageRoot.url.appending(path: "Plugins/Local/Runtime/Shim")
        let names = try FileManager.default.contentsOfDirectory(atPath: source.path)
        #expect(ShimFiles.contents.keys.sorted() == names.sorted())
    }

    @Test("Programs find two modules beside it, and none of its own")
    func files() async throws {
        let folder = try TemporaryFolder()
        let left = folder.url.appending(path: "channel.ts")
        try Data("export const left = 1;".utf8).write(to: left)
        try await ShimFiles(folder: folder.url).write(esbuild: "esbuild")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names.sorted() == ["cloudflare-workers.ts", "cloudflare-workflows.ts", "imports.json", "main.ts"])
        let main = try String(contentsOf: folder.url.appending(path: "main.ts"), encoding: .utf8)
        #expect(main.contains("cloudflare-workers.ts"))
        #expect(main.split(separator: "\n").allSatisfy { !$0.hasPrefix("export") })
    }

    @Test("Without esbuild it names the setting, and an earlier bundle is still good")
    func withoutEsbuild() async throws {
        let folder = try TemporaryFolder()
        let shim = ShimFiles(folder: folder.url)
        await #expect {
            try await shim.write(esbuild: "/none/esbuild")
        } throws: { ($0 as? PluginFailure)?.message.contains("MILLRACE_LOCAL_ESBUILD") == true }
        try await shim.write(esbuild: "esbuild")
        try await shim.write(esbuild: "/none/esbuild")
    }

    @Test("It reads durations as the compiler does")
    func durations() async throws {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        var values = (0..<Stress.size(small: 2_000, large: 50_000)).map { _ in JSONValue.string(spelling.duration()) }
        values += [
            0, 0.5, 0.4, 1.5, -1, 31_536_000_000, 31_536_000_001, 1e300, "1 constructor", "", nil, true, [], [:],
        ]
        let output = try await DenoRunner().run(
            PackageRoot.fixture("deno/durations.ts"), input: JSONValue.array(values).text)
        let read = try #require(try JSONValue(parsing: output.stdout).array, "\(output.stderr)")
        #expect(read.count == values.count)
        for (value, milliseconds) in zip(values, read) {
            let expected = try? DurationText.milliseconds(of: value)
            #expect(milliseconds.int == expected, "\(value.text), seed \(seed)")
        }
    }
}
