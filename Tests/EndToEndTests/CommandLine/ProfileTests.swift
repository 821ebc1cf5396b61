import Foundation
import HTTPTypes
import Hummingbird
import JSON
import ServerSupport
import Synchronization
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
        let silent = try await line("projects list", status: 69).stderr
        #expect(
            silent.contains("Could not connect to \(line.server.base): connection refused.")
                && silent.contains("millrace serve"), "\(silent)")
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

    @Test("Many who log in at once all keep their profiles")
    func atOnce() async throws {
        try await Shell.loggedIn { line in
            try await withThrowingTaskGroup { group in
                for number in 0..<8 {
                    group.addTask {
                        try await line("login --url \(line.server.base) --profile p\(number)", input: line.key)
                    }
                }
                try await group.waitForAll()
            }
            let names = try await line.json("profiles list")["data"]?.array?.compactMap { $0["name"]?.string }
            #expect(names == ["default"] + (0..<8).map { "p\($0)" })
            let all = try FileManager.default.contentsOfDirectory(atPath: file(line).deletingLastPathComponent().path)
            #expect(all.sorted() == ["profiles.json", "profiles.lock"])
        }
    }

    @Test("A redirect is not followed: the new address is named, and gets neither key nor body")
    func redirect() async throws {
        let requests = Atomic(0)
        let router = Router()
        router.get("/**") { _, _ in
            requests.add(1, ordering: .relaxed)
            return "{}"
        }
        router.post("/**") { _, _ in
            requests.add(1, ordering: .relaxed)
            return "{}"
        }
        let folder = try TemporaryFolder()
        try await LoopbackServer(router: router).serving { elsewhere in
            let old = Router()
            @Sendable func redirect(_ request: Request) -> Response {
                Response(status: .permanentRedirect, headers: [.location: elsewhere + request.uri.string])
            }
            old.get("/**") { request, _ in redirect(request) }
            old.post("/**") { request, _ in redirect(request) }
            try await LoopbackServer(router: old).serving { base in
                for words in [["login"], ["workflows", "create", "a"], ["runs", "watch", "a"]] {
                    let output = try await Command(
                        "env",
                        ["XDG_CONFIG_HOME=\(folder.url.path)", "MILLRACE_API_KEY=ask_geheim"]
                            + [BuildProducts.millrace.path] + words + ["--url", base]
                    ).run(input: "ask_geheim")
                    #expect(output.status == 69, "\(output)")
                    #expect(
                        output.stderr.contains("\(base) redirects to \(elsewhere)/api/")
                            && output.stderr.contains("millrace login --url \(elsewhere)\n"), "\(output)")
                }
            }
        }
        #expect(requests.load(ordering: .relaxed) == 0)
    }

    @Test("A host that does not exist, and a server without TLS, are told in words")
    func unreachable() async throws {
        try await Shell.loggedIn { line in
            let name = try await line("projects list --key a --url http://none.invalid:1", status: 69).stderr
            #expect(name.contains("the host name none.invalid cannot be resolved"), "\(name)")
            let secure = line.server.base.replacing("http:", with: "https:")
            let plain = try await line("projects list --key a --url \(secure)", status: 69).stderr
            #expect(plain.contains("does not use TLS"), "\(plain)")
            let page = try await line("projects list --key a --url \(line.server.base)/docs", status: 66).stderr
            #expect(page.hasPrefix("Error: ") && !page.contains("IOError"), "\(page)")
        }
    }

    private func file(_ line: Shell) -> URL { line.folder.url.appending(path: "millrace/profiles.json") }
}
