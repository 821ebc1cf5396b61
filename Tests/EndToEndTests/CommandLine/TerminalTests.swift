import Foundation
import JSON
import TestSupport
import Testing

@Suite("The command line at a terminal", .timeLimit(.minutes(5)))
struct TerminalTests {
    @Test("Tables are cut to the width; states have colours, unless NO_COLOR is set")
    func tables() async throws {
        try await Shell.loggedIn { line in
            try await line("workflows create", "A name" + String(repeating: " that is long", count: 4))
            let id = try await line.deployed(LocalDocument.steps("Short", ("Say", "return 1;")))
            let shown = try await terminal(line, columns: 60, "workflows list")
            #expect(shown.stdout.contains("…"), "\(shown)")
            for row in shown.stdout.split(separator: "\n") {
                #expect(row.replacing(#/\x{1B}\[\d+m/#, with: "").count <= 60, "\(row)")
            }
            let wide = try await terminal(line, columns: 400, "workflows list")
            #expect(wide.stdout.contains("\u{1B}[32mdeployed\u{1B}[0m"))
            #expect(wide.stdout.contains(id) && !wide.stdout.contains("…"))
            let plain = try await terminal(line, columns: 400, environment: ["NO_COLOR": "1"], "workflows list")
            #expect(plain.stdout.contains("deployed") && !plain.stdout.contains("\u{1B}["))
        }
    }

    @Test("What deletes or deploys is asked about; only a yes goes on")
    func questions() async throws {
        try await Shell.loggedIn { line in
            _ = try await line.deployed(LocalDocument.steps("Short", ("Say", "return 1;")))
            let no = try await terminal(line, prompt: "[y/N]", answer: "", "workflows delete Short")
            #expect(no.status == 1 && no.stdout.contains("Error: Cancelled."), "\(no)")
            let refused = try await terminal(line, prompt: "[y/N]", answer: "n", "deploy Short")
            #expect(refused.status == 1 && refused.stdout.contains("Deploy \"Short\" version 1 to \"Local\"?"))
            let yes = try await terminal(line, prompt: "[y/N]", answer: "yes", "workflows delete Short")
            #expect(yes.status == 0 && yes.stdout.contains("Deleted \"Short\"."), "\(yes)")
        }
    }

    @Test("A key is asked for, and not shown")
    func key() async throws {
        let line = try await Shell()
        let login = try await terminal(
            line, prompt: "API key: ", answer: line.key, "login --url \(line.server.base)")
        #expect(login.status == 0 && login.stdout.contains("Logged in"), "\(login)")
        #expect(!login.stdout.contains(line.key))
        try await line.server.stop()
    }

    private func terminal(
        _ line: Shell, columns: Int = 80, prompt: String = "", answer: String = "",
        environment: [String: String] = [:], _ command: String
    ) async throws -> Command.Output {
        let variables = ["XDG_CONFIG_HOME": line.folder.url.path].merging(environment) { $1 }
            .map { "\($0.key)=\($0.value)" }
        let program = ["env", "-u", "NO_COLOR"] + variables + [BuildProducts.millrace.path]
        let words = command.split(separator: " ").map(String.init)
        return try await Command(
            "python3",
            [PackageRoot.fixture("terminal.py").path, "\(columns)", prompt, answer] + program + words
        ).run()
    }
}
