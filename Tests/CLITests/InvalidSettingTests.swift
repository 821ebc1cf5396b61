import Foundation
import TestSupport
import Testing
import Values

@testable import CLI

@Suite("Settings that are not valid, at the real server", .timeLimit(.minutes(10)))
struct InvalidSettingTests {
    /// A value that the declaration does not allow; empty where it allows every text.
    private static func bad(_ setting: SettingDefinition) -> String {
        switch (setting.name, setting.type) {
        case ("HOST", _): "http://x"
        case ("DATA", _), ("STORAGE", _): ""
        case ("REGISTRIES", _): "ftp://x"
        case (_, .text): "none-such=x"
        case (_, .integer): "-3"
        case (_, .boolean): "maybe"
        case (_, .duration): "7d"
        case (_, .size): "lots"
        case (_, .url): "https://x.example.com/path"
        case (_, .folder), (_, .command): "/none/such"
        }
    }

    /// Runs the server with a data directory that does not exist, and ends it should it start.
    private func serve(_ arguments: [String], _ environment: [String: String] = [:]) async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let command = try Command(
            "env",
            environment.map { "\($0)=\($1)" } + [
                "MILLRACE_DATA=\(data.path)", "timeout", "300", BuildProducts.millrace.path, "serve",
            ] + arguments)
        let output = try await command.run()
        let isVariable = arguments.isEmpty
        let name = isVariable ? environment.keys.first ?? "" : String(arguments[0].prefix { $0 != "=" })
        #expect(output.status == (isVariable ? 78 : 64), "\(output)")
        #expect(output.stderr.contains(name), "\(output)")
        #expect(output.stderr.contains("expected") || output.stderr.contains("Unknown"), "\(output)")
        #expect(!FileManager.default.fileExists(atPath: data.path))
        #expect(output.stdout.isEmpty)
    }

    @Test(
        "A bad value of a flag is refused by the flag's name, and nothing is created",
        arguments: ServerSettings.all.filter { $0.type != .boolean && !bad($0).isEmpty })
    func badFlag(setting: SettingDefinition) async throws {
        try await serve(["--\(setting.flag)=\(Self.bad(setting))"])
    }

    @Test(
        "A bad value of a variable is refused by the variable's name, and nothing is created",
        arguments: ServerSettings.all.filter { !bad($0).isEmpty })
    func badVariable(setting: SettingDefinition) async throws {
        try await serve([], ["MILLRACE_\(setting.name)": Self.bad(setting)])
    }

    @Test(
        "A bad setting of a plugin is refused by its name, and nothing is created",
        arguments: ["local-port", "local-memory", "local-retention", "local-cpu", "local-prot", "cloudflare-api-url"])
    func badPluginSetting(name: String) async throws {
        try await serve(["--\(name)=7d"])
        let variable = name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        try await serve([], ["MILLRACE_\(variable)": "7d"])
    }

    @Test("The documentation has the configuration page that the server prints")
    func page() async throws {
        let output = try await Command(
            executable: BuildProducts.millrace, arguments: ["serve", "--help-markdown"]
        ).run()
        let file = PackageRoot.url.appending(path: "Core/Documentation/configuration.md")
        #expect(
            try String(contentsOf: file, encoding: .utf8) == output.stdout,
            "Run: millrace serve --help-markdown > Core/Documentation/configuration.md")
    }
}
