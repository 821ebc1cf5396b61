import Foundation
import JSON
import LocalRuntime
import TestSupport
import Testing
import Values

@Suite("The shim")
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

    @Test("Every module of its folder is written beside the programs that it runs")
    func files() throws {
        let source = PackageRoot.url.appending(path: "Plugins/Local/Runtime/Shim")
        let folder = try TemporaryFolder()
        try ShimFiles(folder: folder.url).write()
        let names = { try FileManager.default.contentsOfDirectory(atPath: $0).sorted() }
        #expect(try names(folder.url.path) == names(source.path))
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
