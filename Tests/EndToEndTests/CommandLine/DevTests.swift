import Foundation
import JSON
import TestSupport
import Testing

@Suite("millrace dev, with a server of its own", .timeLimit(.minutes(5)))
struct DevTests {
    private static func document(_ text: String) -> JSONValue {
        LocalDocument.steps(
            "Greeting", ("Say", "console.log('heard'); return { text: '\(text) ' + event.payload.name };"))
    }

    @Test("A document is run once, with the params and the variables beside it")
    func once() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.document("hello").prettyText, to: "greeting.json")
        try folder.write("name: Ada\n", to: "greeting.json.params.yaml")
        let run = try await dev("--once", file.path)
        #expect(run.status == 0, "\(run)")
        #expect(run.stdout.contains("Say: succeeded") && run.stdout.contains("| heard"))
        #expect(run.stdout.contains("complete\n{\n  \"text\": \"hello Ada\"\n}"))
        #expect(run.stderr.contains("Version 1 of \"Greeting\""))

        let params = try folder.write(#"{"name": "Eve"}"#, to: "other.json")
        #expect(try await dev("--once", file.path, "--params", params.path).stdout.contains("hello Eve"))
        let failing = LocalDocument.steps("Fails", ("Throw", "throw new Error(env.REASON);"))
        let second = try folder.write(failing.text, to: "fails.json")
        try folder.write("# A reason\nREASON=It broke\n", to: "fails.json.env")
        let failed = try await dev("--once", second.path)
        #expect(failed.status == 1 && failed.stdout.contains("It broke"), "\(failed)")
    }

    @Test("A server's variables are not for the server of dev, and a line that is not a variable is named")
    func environment() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.document("hello").text, to: "greeting.json")
        let variables = [
            "MILLRACE_STORAGE=none-such", "MILLRACE_PORT=1", "MILLRACE_DATA=\(folder.url.path)/other",
            "MILLRACE_LOG_LEVEL=wrong", "MILLRACE_NONE_SUCH=1",
        ]
        let run = try await Command("env", variables + [BuildProducts.millrace.path, "dev", "--once", file.path]).run()
        #expect(run.status == 0 && run.stdout.contains("hello"), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.url.path)/other"))
        try folder.write("REASON=x\r\nexport Y=1\r\n", to: "greeting.json.env")
        let refused = try await dev("--once", file.path)
        #expect(refused.status == 65 && refused.stderr.contains("\(file.path).env:2: error: "), "\(refused)")
    }

    @Test("Problems have the line and column of the file, in JSON and in YAML")
    func problems() async throws {
        let folder = try TemporaryFolder()
        var lines = Self.document("hi").prettyText.split(separator: "\n").map(String.init)
        let line = lines.firstIndex { $0.contains("\"type\": \"step\"") } ?? 0
        lines[line] = lines[line].replacingOccurrences(of: "step", with: "stepp")
        let json = try folder.write(lines.joined(separator: "\n"), to: "a.json")
        let column =
            (lines[line].firstIndex(of: "\"").map { lines[line].distance(from: lines[line].startIndex, to: $0) } ?? 0)
            + 1
        let refused = try await dev("--once", json.path)
        #expect(
            refused.status == 65 && refused.stderr.contains("\(json.path):\(line + 1):\(column): error: "), "\(refused)"
        )
        let yaml = try folder.write("metadata:\n  name: [\n", to: "a.yaml")
        let syntax = try await dev("--once", yaml.path)
        #expect(syntax.status == 65 && syntax.stderr.contains(#/a\.yaml:[23]:\d+: /#), "\(syntax)")
        let missing = try await dev("--once", folder.url.appending(path: "none.json").path)
        #expect(missing.status == 66 && missing.stderr.contains("no such file"), "\(missing)")
    }

    @Test("Each save is run; when it is stopped, its server and its folder are gone")
    func watching() async throws {
        let folder = try TemporaryFolder()
        let temporary = folder.url.appending(path: "tmp")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        let file = try folder.write(Self.document("one").text, to: "greeting.json")
        let output = folder.url.appending(path: "output")
        let program = try await RunningProgram(
            executable: BuildProducts.millrace, arguments: ["dev", file.path],
            environment: ["TMPDIR": temporary.path, "XDG_CONFIG_HOME": folder.url.path], output: output)
        try await wait(for: "one undefined", in: output)
        try folder.write(Self.document("two").text, to: "greeting.json")
        try await wait(for: "two undefined", in: output)
        try folder.write("{\"metadata\": ", to: "greeting.json")
        try await wait(for: "\(file.path):1:", in: output)
        try folder.write(Self.document("three").text, to: "greeting.json")
        try await wait(for: "three undefined", in: output)
        try folder.write(#"{"name": "Ada"}"#, to: "greeting.json.params.json")
        try await wait(for: "three Ada", in: output)
        program.send(SIGINT)
        #expect(try await program.wait() == .exit(0))
        let rest = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
        #expect(rest.filter { $0.hasPrefix("millrace-dev") }.isEmpty, "\(rest)")
    }

    private func dev(_ arguments: String...) async throws -> Command.Output {
        try await Command(executable: BuildProducts.millrace, arguments: ["dev"] + arguments).run()
    }

    /// Bounded by tries.
    private func wait(for text: String, in output: URL) async throws {
        for _ in 0..<6000 {
            if try String(contentsOf: output, encoding: .utf8).contains(text) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("\(text) is not in \(try String(contentsOf: output, encoding: .utf8))")
    }
}
