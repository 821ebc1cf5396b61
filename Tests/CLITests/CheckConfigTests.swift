import Foundation
import Platform
import Storage
import TestSupport
import Testing

@testable import CLI

@Suite("millrace check-config", .timeLimit(.minutes(10)))
struct CheckConfigTests {
    private func check(
        _ arguments: [String], _ environment: [String: String] = [:], data: String? = nil
    ) async throws -> Command.Output {
        let folder = try TemporaryFolder()
        let path = data ?? folder.url.appending(path: "data").path
        let output = try await Command(
            "env",
            environment.map { "\($0)=\($1)" } + ["MILLRACE_DATA=\(path)", BuildProducts.millrace.path, "check-config"]
                + arguments
        ).run()
        if data == nil { #expect(!FileManager.default.fileExists(atPath: path)) }
        return output
    }

    @Test("A configuration that serve accepts is valid, and nothing is created")
    func valid() async throws {
        let output = try await check(["--port", "0", "--local-port=0"], ["MILLRACE_LOG_LEVEL": "warning"])
        #expect(output.status == 0 && output.stdout.contains("is valid"), "\(output)")
        #expect(output.stderr.isEmpty)
    }

    @Test("The former name of a setting that was renamed is still accepted, and checked")
    func formerName() async throws {
        #expect(try await check(["--local-passage=5 minutes"]).status == 0)
        #expect(try await check([], ["MILLRACE_LOCAL_PASSAGE": "300"]).status == 0)
        let output = try await check([], ["MILLRACE_LOCAL_PASSAGE": "soon"])
        #expect(output.status == 78)
        #expect(output.stderr.contains("\"soon\" is not a valid value for MILLRACE_LOCAL_PASSAGE"), "\(output)")
    }

    @Test("A data directory whose installation is in another storage is refused, as by serve and the doctor")
    func otherStorage() async throws {
        let folder = try TemporaryFolder()
        let mark = folder.url.appending(path: "storage")
        try Data("postgresql\n".utf8).write(to: mark)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: mark.path)
        let checked = try await check([], data: folder.url.path)
        #expect(checked.status == 78)
        #expect(checked.stderr.contains("is in the storage \"postgresql\", not in \"sqlite\""), "\(checked)")
        for command in ["serve", "doctor"] {
            let output = try await Command(
                "env", [BuildProducts.millrace.path, command, "--data", folder.url.path]
            ).run()
            #expect(output.status == 78 && output.stderr.contains("Add --storage postgresql"), "\(output)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "millrace.sqlite").path))
    }

    @Test("A flag that has no meaning without another one is refused")
    func standby() async throws {
        let output = try await check(["--standby"])
        #expect(output.status == 64)
        #expect(output.stderr.contains("--standby requires a --storage that several servers can reach"), "\(output)")
        let variable = try await check([], ["MILLRACE_STANDBY": "1"])
        #expect(variable.status == 78 && variable.stderr.contains("MILLRACE_STANDBY requires"), "\(variable)")
    }

    @Test("All problems are reported at once, unknown names with the nearest")
    func all() async throws {
        let output = try await check(
            [
                "--port", "99999", "--host", "", "--plugins", "/no/such/folder", "--registry", "/no/such/registry",
                "--local-prot=3",
                "--plugin-setting", "local", "--storage", "none-such", "--local-memory=lots",
            ], ["MILLRACE_LOG_LEVEL": "loud", "MILLRACE_PROT": "1", "MILLRACE_LOCAL_RETENTION": "7d"])
        let lines = output.stderr.split(separator: "\n").map(String.init)
        for expected in [
            #""99999" is not a valid value for --port; expected an integer from 0 to 65535."#,
            #""" is not a valid value for --host; expected an IP address or a host name."#,
            #""/no/such/folder" is not a valid value for --plugins; expected an existing folder."#,
            #""/no/such/registry" is not a valid value for --registry; expected"#,
            #"Unknown option "--local-prot". Did you mean --local-port?"#,
            #""local" is not a valid value for --plugin-setting; expected PLUGIN.NAME=VALUE"#,
            #"No loaded plugin contributes the storage "none-such""#,
            #""lots" is not a valid value for --local-memory"#,
            #""loud" is not a valid value for MILLRACE_LOG_LEVEL; expected one of trace"#,
            #"Unknown variable "MILLRACE_PROT". Did you mean MILLRACE_PORT?"#,
            #""7d" is not a valid value for MILLRACE_LOCAL_RETENTION"#,
        ] { #expect(lines.contains { $0.contains(expected) }, "\(expected)\n\(output.stderr)") }
        #expect(lines.count == 11, "\(output.stderr)")
        #expect([64, 78].contains(output.status))
    }

    @Test(
        "A setting about a plugin that does not exist is refused, with those that do",
        arguments: [("PLUGIN_ISOLATION", "nope=process"), ("PLUGIN_NETWORK", "nope=5432")])
    func unknownPlugin(name: String, value: String) async throws {
        let flag = "--\(name.lowercased().replacing("_", with: "-"))"
        let output = try await check([flag, value])
        #expect(output.status == 64)
        #expect(output.stderr.contains("\"nope\" is not a valid value for \(flag); expected"), "\(output)")
        #expect(output.stderr.contains("cloudflare") && output.stderr.contains("local"))
        let variable = try await check([], ["MILLRACE_\(name)": value])
        #expect(variable.status == 78 && variable.stderr.contains("for MILLRACE_\(name)"), "\(variable)")
        #expect(try await check([flag, value.replacing("nope", with: "local")]).status == 0)
    }

    @Test("The status is that of the first problem: 64 of a flag, 78 of a variable")
    func statuses() async throws {
        #expect(try await check(["--port", "x"]).status == 64)
        #expect(try await check([], ["MILLRACE_PORT": "x"]).status == 78)
        #expect(try await check(["--storage", "none-such"]).status == 78)
    }

    @Test("A data directory that cannot be used")
    func data() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("", to: "file")
        for path in [file.path, file.appending(path: "below").path] {
            let output = try await check([], data: path)
            #expect(output.status == 73 && output.stderr.contains(file.path), "\(output)")
        }
    }

    @Test("A database of a newer version")
    func newer() async throws {
        let folder = try TemporaryFolder()
        let storage = try SQLiteDriver(path: folder.url.appending(path: "millrace.sqlite").path)
        try await storage.migrate(Migration.all + [Migration("9999-newer", [])], version: "7.2.0")
        try storage.close()
        let output = try await check([], data: folder.url.path)
        #expect(output.status == 78 && output.stderr.contains("Start 7.2.0 or a later version"), "\(output)")
    }
}
