import Foundation
import PluginHost
import TestSupport
import Testing

@testable import CLI

@Suite("Values of variables in files", .timeLimit(.minutes(10)))
struct VariableFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func reader(_ environment: [String: String]) -> SettingReader { SettingReader(environment: environment) }

    private func port(_ environment: [String: String], flag: String? = nil) throws -> Int {
        try reader(environment).value(ServerSettings.port, flag)
    }

    @Test("A file has the value, without the line's end; a flag takes precedence, and an empty file counts as absent")
    func file() throws {
        let file = try folder.write("99\r\n\n", to: "port").path
        #expect(try port(["MILLRACE_PORT_FILE": file]) == 99)
        #expect(try port(["MILLRACE_PORT_FILE": file], flag: "7") == 7)
        #expect(try port(["MILLRACE_PORT_FILE": try folder.write("\n", to: "empty").path]) == 8787)
        let key = try folder.write("ask_a key\n", to: "key").path
        #expect(try reader(["MILLRACE_API_KEY_FILE": key]).value(ClientSettings.key, nil) == "ask_a key")
    }

    @Test("A value that is not valid is not shown when it is in a file: files are for secrets")
    func secret() throws {
        let file = try folder.write("s3cret\n", to: "credentials/MILLRACE_PORT").path
        let folder = folder.url.appending(path: "credentials").path
        for environment in [["MILLRACE_PORT_FILE": file], ["CREDENTIALS_DIRECTORY": folder]] {
            #expect {
                try port(environment)
            } throws: { error in
                let text = "\(error)"
                return text.contains("MILLRACE_PORT") && text.contains("0 to 65535") && !text.contains("s3cret")
            }
        }
        #expect(throws: (any Error).self) { try port(["MILLRACE_PORT": "s3cret"]) }
        // Settings of plugins are checked by the host, which is told.
        #expect(try reader(["MILLRACE_LOCAL_PORT_FILE": file]).variablesInFiles == ["MILLRACE_LOCAL_PORT"])
    }

    @Test("systemd's credentials have values under the names of variables, which take precedence over them")
    func credentials() throws {
        try folder.write("98\n", to: "credentials/MILLRACE_PORT")
        try folder.write("not a setting", to: "credentials/other")
        let environment = ["CREDENTIALS_DIRECTORY": folder.url.appending(path: "credentials").path]
        #expect(try port(environment) == 98)
        #expect(try port(environment.merging(["MILLRACE_PORT": "97"]) { $1 }) == 97)
        #expect(try port(["CREDENTIALS_DIRECTORY": "/no/such/folder"]) == 8787)
    }

    @Test("Settings of plugins have files, too, and an unknown one is refused by the name of its variable")
    func plugins() throws {
        let file = try folder.write("5\n", to: "steps").path
        func settings(_ name: String) throws -> [String: String] {
            PluginVariables(try reader([name: file]).environment).values
        }
        #expect(try settings("MILLRACE_LOCAL_STEPS_FILE") == ["MILLRACE_LOCAL_STEPS": "5"])
        #expect(try settings("MILLRACE_PORT_FILE") == [:])
    }

    @Test(
        "A file that cannot be read, is not text or too long, and a variable given twice, are refused by name",
        arguments: ["missing", "binary", "long", "folder", "pipe", "device", "twice"])
    func refusal(kind: String) throws {
        var environment: [String: String] = [:]
        switch kind {
        case "missing": environment["MILLRACE_PORT_FILE"] = "\(folder.url.path)/none"
        case "pipe":
            // Nobody writes to it.
            let path = "\(folder.url.path)/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            environment["MILLRACE_PORT_FILE"] = path
        case "device": environment["MILLRACE_PORT_FILE"] = "/dev/zero"
        case "binary": environment["MILLRACE_PORT_FILE"] = try folder.write("1\u{0}", to: "binary").path
        case "long":
            environment["MILLRACE_PORT_FILE"] =
                try folder.write(String(repeating: "1", count: 70_000), to: "long").path
        case "folder": environment["MILLRACE_PORT_FILE"] = folder.url.path
        default:
            environment["MILLRACE_PORT_FILE"] = try folder.write("1", to: "port").path
            environment["MILLRACE_PORT"] = "1"
        }
        let error = #expect(throws: InvalidSetting.self) { try port(environment) }
        #expect(error?.source == .variable("MILLRACE_PORT_FILE"))
        #expect(error?.description.contains(environment["MILLRACE_PORT_FILE"] ?? "-") == true)
    }
}
