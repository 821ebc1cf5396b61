import ArgumentParser
import PluginHost
import TestSupport
import Testing
import Values

@testable import CLI

@Suite("The server's configuration", .timeLimit(.minutes(10)))
struct ServerConfigurationTests {
    private func configuration(
        _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> ServerConfiguration {
        try ServerConfiguration(try ServeOptions.parse(arguments), SettingReader(environment: environment))
    }

    @Test("A flag takes precedence over the variable, and the variable over the default")
    func precedence() throws {
        #expect(try configuration().api.port == 8787)
        #expect(try configuration([], ["MILLRACE_PORT": "1"]).api.port == 1)
        #expect(try configuration(["--port", "2"], ["MILLRACE_PORT": "1"]).api.port == 2)
        #expect(try configuration([], ["MILLRACE_PORT": ""]).api.port == 8787)
        #expect(try configuration(["--log-level=debug"], ["MILLRACE_LOG_LEVEL": "error"]).logger.logLevel == .debug)
        #expect(try configuration([], ["MILLRACE_ALLOW_UNSIGNED": "1"]).marketplace.check.allowsUnsigned)
        #expect(try configuration(["--allow-unsigned"]).marketplace.check.allowsUnsigned)
        #expect(try !configuration().marketplace.check.allowsUnsigned)
    }

    @Test("What a plugin may do in the network is by itself, through the server, or both")
    func pluginNetwork() throws {
        let flags = ["a=5432", "b=private", "c=open", "d=5432", "d=private"].flatMap { ["--plugin-network", $0] }
        let plugins = try configuration(flags).plugins
        #expect(plugins.network == ["a": .ports([5432]), "b": .none, "c": .open, "d": .ports([5432])])
        #expect(plugins.privateHosts == ["b", "c", "d"])
        for wrong in ["a", "a=", "a=0", "a=Private", "=private", "a=private=1"] {
            #expect(throws: InvalidSetting.self) { try configuration(["--plugin-network", wrong]) }
        }
    }

    @Test("A credential of systemd that is named like a variable is one, unless there is the variable")
    func credentials() throws {
        let folder = try TemporaryFolder()
        try folder.write("9001\n", to: "MILLRACE_PORT")
        try folder.write("debug", to: "LOG_LEVEL")
        try folder.write("lots", to: "MILLRACE_PLUGIN_MEMORY")
        let environment = ["CREDENTIALS_DIRECTORY": folder.url.path, "MILLRACE_PLUGIN_MEMORY": "64"]
        let read = try configuration([], environment)
        #expect(read.api.port == 9001 && read.logger.logLevel == .info && read.plugins.memoryLimit == 64 << 20)
        #expect(try configuration(["--port", "9002"], environment).api.port == 9002)
        try folder.write("none", to: "MILLRACE_PORT")
        #expect(throws: InvalidSetting.self) { try configuration([], environment) }
    }

    @Test("Registries: the installation's by default; none drops those before it; a folder has to be there")
    func registries() throws {
        let folder = try TemporaryFolder().url.path
        func names(_ arguments: [String]) throws -> [String] {
            try configuration(arguments).marketplace.registries.map(\.name).filter { $0 != "bundled" }
        }
        #expect(try names(["--registry", "https://a.example.com/"]) == ["https://a.example.com"])
        #expect(try configuration(["--registry", "bundled", "--registry", "none"]).marketplace.registries.isEmpty)
        #expect(try names(["--registry", "none", "--registry", "https://b.example.com"]) == ["https://b.example.com"])
        #expect(throws: InvalidSetting.self) { try names(["--registry", "\(folder)/none"]) }
        #expect([RegistryChoice]().effective == [.bundled])
        #expect([.bundled, .location("/a"), RegistryChoice.none, .bundled].effective == [.bundled])
    }

    @Test("A repeated flag has the values of a variable with separators, and replaces them")
    func lists() throws {
        let origins: Set = ["https://a.example.com", "http://b:3"]
        let flags = ["--allow-origin", "https://a.example.com", "--allow-origin", "http://B:3/"]
        let variable = ["MILLRACE_ALLOW_ORIGINS": "https://a.example.com,http://b:3,"]
        #expect(try configuration(flags).api.allowedOrigins == origins)
        #expect(try configuration([], variable).api.allowedOrigins == origins)
        #expect(try configuration(["--allow-origin", "http://c"], variable).api.allowedOrigins == ["http://c"])
        let folder = try TemporaryFolder()
        #expect(
            try configuration([], ["MILLRACE_PLUGINS": "/tmp:\(folder.url.path)"]).plugins.folders
                == ["/tmp", folder.url.path])
    }

    @Test("Durations and sizes are numbers or texts with a unit")
    func units() throws {
        #expect(try configuration().shutdownTimeout == .seconds(60))
        #expect(try configuration(["--shutdown-timeout", "90"]).shutdownTimeout == .seconds(90))
        #expect(try configuration([], ["MILLRACE_SHUTDOWN_TIMEOUT": "2 minutes"]).shutdownTimeout == .seconds(120))
        #expect(try configuration().retention.runs == nil && configuration().retention.auditLog == nil)
        #expect(try configuration(["--run-retention", "30"]).retention.runs == .seconds(30 * 86_400))
        #expect(
            try configuration([], ["MILLRACE_AUDIT_RETENTION": "2 weeks"]).retention.auditLog == .seconds(1_209_600))
        #expect(try configuration(["--plugin-memory", "1 GiB"]).plugins.memoryLimit == 1 << 30)
        #expect(try configuration(["--plugin-memory", "64"]).plugins.memoryLimit == 64 << 20)
    }

    @Test("Names of settings are unique, and defaults are valid")
    func declarations() {
        let all = ServerSettings.all + ClientSettings.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.flag)).count == all.count)
        for setting in all {
            guard let standard = setting.defaultValue else { continue }
            let values = setting.separator == "," ? standard.split(separator: ",").map(String.init) : [standard]
            #expect(values.allSatisfy { setting.canonical($0) != nil }, "\(setting.name)")
        }
    }

    @Test("Help, the configuration page and the flags have every setting", arguments: ServerSettings.all)
    func everySetting(setting: SettingDefinition) {
        let help = ServeCommand.helpMessage(columns: 10_000)
        let page = ConfigurationPage(plugins: []).text
        #expect(help.contains("--\(setting.flag) ") && help.contains("MILLRACE_\(setting.name))"))
        #expect(page.contains("| `--\(setting.flag)` | `MILLRACE_\(setting.name)` | \(setting.allowed)"))
        #expect(page.contains(setting.description) && help.contains(setting.description))
    }

    @Test("Help and the configuration page have every exit status", arguments: CommandStatus.allCases)
    func everyStatus(status: CommandStatus) {
        #expect(ServeCommand.helpMessage(columns: 10_000).contains("\(status.rawValue)  \(status.meaning)"))
        #expect(ConfigurationPage(plugins: []).text.contains("| \(status.rawValue) | \(status.meaning) |"))
    }
}
