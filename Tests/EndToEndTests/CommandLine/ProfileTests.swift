import Foundation
import JSON
import TestSupport
import Testing

@Suite("Profiles of the command line, on the real server", .timeLimit(.minutes(5)))
struct ProfileTests {
    @Test("A key is checked, kept in a file that only its owner can read, and used from then on")
    func login() async throws {
        let line = try await Shell()
        let missing = try await line("projects list --url \(line.server.base)", status: 77)
        #expect(missing.stderr.contains("requires an API key") && missing.stderr.contains("millrace login"))
        let wrong = try await line("login --url \(line.server.base)", input: "ask_wrong\n", status: 77)
        #expect(wrong.stderr.hasPrefix("Error: "))
        #expect(!FileManager.default.fileExists(atPath: file(line).path))
        let empty = try await line("login --url \(line.server.base)", status: 64)
        #expect(empty.stderr.contains("Standard input is empty"))

        let login = try await line("login --url \(line.server.base)/", input: "\(line.key)\n")
        #expect(login.stdout.contains("Logged in to \(line.server.base) as Owner") && !login.stdout.contains(line.key))
        let mode = try FileManager.default.attributesOfItem(atPath: file(line).path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try await line("projects list").stdout.contains("my-project"))

        try await line("login --url \(line.server.base) --profile second", input: line.key)
        let profiles = try await line("profiles list")
        #expect(profiles.stdout.contains("default") && profiles.stdout.contains("API key"))
        #expect(!profiles.stdout.contains(line.key))
        #expect(try await line.json("profiles list")["data"]?.array?.count == 2)
        try await line("profiles use default")
        #expect(try await line("profiles use third", status: 78).stderr.contains("No profile is named \"third\""))
        #expect(try await line("logout --profile second").stdout.contains("second"))
        #expect(try await line("projects list --profile second", status: 78).stderr.contains("second"))
        try await line.server.stop()
        #expect(try await line("projects list", status: 69).stderr.contains("does not answer"))
    }

    @Test("Variables take precedence over the profile, and its key is not sent to another server")
    func precedence() async throws {
        try await Shell.loggedIn { line in
            let wrong = try await line("projects list", status: 77, environment: ["MILLRACE_API_KEY": "ask_other"])
            #expect(wrong.stderr.hasPrefix("Error: "))
            let other = line.server.base.replacingOccurrences(of: "127.0.0.1", with: "localhost")
            let unknown = try await line("projects list", status: 77, environment: ["MILLRACE_URL": other])
            #expect(unknown.stderr.contains("requires an API key for \(other)"))
            try await line("projects list", environment: ["MILLRACE_URL": other, "MILLRACE_API_KEY": line.key])
            let unnamed = try await line("projects list", status: 78, environment: ["MILLRACE_PROFILE": "none"])
            #expect(unnamed.stderr.contains("\"none\""))
        }
    }

    @Test("A file that other users can read is refused by its name, and one that is not valid")
    func openFile() async throws {
        try await Shell.loggedIn { line in
            let path = file(line).path
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let open = try await line("projects list", status: 78)
            #expect(open.stderr.contains(path) && open.stderr.contains("chmod 600"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try await line("projects list")
            try Data("{".utf8).write(to: file(line))
            #expect(try await line("projects list", status: 78).stderr.contains("is not valid"))
        }
    }

    private func file(_ line: Shell) -> URL { line.folder.url.appending(path: "millrace/profiles.json") }
}
