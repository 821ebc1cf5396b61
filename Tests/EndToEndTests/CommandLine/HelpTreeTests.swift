import Foundation
import JSON
import TestSupport
import Testing

@Suite("The tree of commands", .timeLimit(.minutes(20)))
struct HelpTreeTests {
    @Test("The help of every command can be shown, and a test or a page runs every command")
    func everyCommand() async throws {
        let dump = try await Command(
            executable: BuildProducts.millrace, arguments: ["--experimental-dump-help"]
        ).run()
        let root = try JSONValue(parsing: dump.stdout)["command"] ?? nil
        let commands = leaves(of: root, []).filter { $0.first != "help" }
        #expect(commands.count > 100)
        let tests = try uses()
        for command in commands {
            let help = try await Command(executable: BuildProducts.millrace, arguments: ["help"] + command).run()
            #expect(help.status == 0 && help.stdout.contains("USAGE: millrace \(command.joined(separator: " "))"))
            #expect(help.stdout.hasPrefix("OVERVIEW: "), "\(command) has no abstract")
            #expect(
                tests.contains(command.joined(separator: " ")),
                "No test runs millrace \(command.joined(separator: " "))")
        }
    }

    /// The commands at the ends of the tree, by their names.
    private func leaves(of command: JSONValue, _ path: [String]) -> [[String]] {
        let children = command["subcommands"]?.array ?? []
        guard !children.isEmpty else { return path.isEmpty ? [] : [path] }
        return children.flatMap { leaves(of: $0, path + [$0["commandName"]?.string ?? ""]) }
    }

    /// The texts of tests, where the words of a command have a space between them however they are written.
    private func uses() throws -> String {
        var texts = ""
        let folder = PackageRoot.url.appending(path: "Tests")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard ["swift", "py"].contains(file.pathExtension) else { continue }
            texts += try String(contentsOf: file, encoding: .utf8)
        }
        return texts.replacing(#/"\s*,\s*"/#, with: " ")
    }
}
