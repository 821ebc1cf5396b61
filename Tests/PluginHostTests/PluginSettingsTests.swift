import PluginMessages
import Testing
import Values

@testable import PluginHost

@Suite("Settings of plugins", .timeLimit(.minutes(10)))
struct PluginSettingsTests {
    @Test("A value that is kept in a file is in no error: files are for secrets")
    func files() throws {
        let environment = ["MILLRACE_LOCAL_PORT": "s3cret"]
        let declared = [SettingDefinition("PORT", .integer, description: "Port.")]
        for (files, isShown) in [(Set(environment.keys), false), ([], true)] {
            let settings = try PluginSettings(environment: environment, inFiles: files)
            #expect {
                _ = try settings.values(of: "local", declared: declared)
            } throws: { error in
                let text = "\(error)"
                return text.contains("MILLRACE_LOCAL_PORT") && text.contains("s3cret") == isShown
            }
        }
    }

    @Test("Variables belong to the plugin they name, and a given setting wins")
    func values() throws {
        let settings = try PluginSettings(
            environment: ["MILLRACE_LOCAL_DENO": "/a", "MILLRACE_LOCAL_X": "1", "MILLRACE_DATA": "/d", "PATH": "/p"],
            given: ["local.deno=/b=c"])
        #expect(try settings.values(of: "local") == ["DENO": "/b=c", "X": "1"])
        #expect(try settings.values(of: "my-plugin").isEmpty)
    }

    @Test("A plugin's id is spelled with underscores in variables")
    func dashes() throws {
        let settings = try PluginSettings(environment: ["MILLRACE_MY_PLUGIN_KEY": "v"])
        #expect(try settings.values(of: "my-plugin") == ["KEY": "v"])
    }

    @Test("A flag is a setting of the plugin it begins with, wins over a variable and not over a given one")
    func flags() throws {
        let flags = try ["--local-allow-private", "--my-plugin-key=a=b", "--local-x=2"].map {
            try #require(PluginFlag($0))
        }
        let settings = try PluginSettings(
            environment: ["MILLRACE_LOCAL_X": "1"], flags: flags, given: ["local.allow_private=0"])
        #expect(try settings.values(of: "local") == ["ALLOW_PRIVATE": "0", "X": "2"])
        #expect(try settings.values(of: "my-plugin") == ["KEY": "a=b"])
    }

    @Test("What is no flag of a plugin is none", arguments: ["-x", "--local", "local-x", "x", "---a-b", "--", ""])
    func noFlags(text: String) { #expect(PluginFlag(text) == nil) }

    @Test("A setting of another form is refused", arguments: ["deno", "local.deno", "=x", ".a=b", "local.=b"])
    func malformed(text: String) {
        #expect(throws: InvalidSetting.self) { try PluginSettings(environment: [:], given: [text]) }
    }

    private static let manifest = Manifest(
        id: "local", name: "Local", version: "1.0.0",
        settings: [
            SettingDefinition("PORT", .integer, minimum: 0, maximum: 65_535, description: "Port."),
            SettingDefinition("KEEP", .duration, unit: .days, description: "Retention."),
        ])

    @Test("A declared setting reaches its plugin in its canonical spelling, an undeclared plugin's as it was written")
    func canonicalValues() throws {
        let settings = try PluginSettings(
            environment: [
                "MILLRACE_LOCAL_KEEP": "2 weeks", "MILLRACE_OTHER_KEEP": "2 weeks", "MILLRACE_LOCAL_PORT": "",
            ])
        #expect(try settings.values(of: "local", declared: Self.manifest.settings) == ["KEEP": "14"])
        #expect(try settings.values(of: "other") == ["KEEP": "2 weeks"])
    }

    @Test(
        "A bad value is refused by the name that it was given with",
        arguments: [
            (["MILLRACE_LOCAL_PORT": "abc"], [], [], InvalidSetting.Source.variable("MILLRACE_LOCAL_PORT")),
            ([:], ["--local-port=-1"], [], .flag("--local-port")),
            ([:], [], ["local.port=65536"], .flag("--plugin-setting local.port")),
        ] as [([String: String], [String], [String], InvalidSetting.Source)])
    func badValue(environment: [String: String], flags: [String], given: [String], source: InvalidSetting.Source) throws
    {
        let settings = try PluginSettings(
            environment: environment, flags: try flags.map { try #require(PluginFlag($0)) }, given: given)
        let error = #expect(throws: InvalidSetting.self) { try settings.check([Self.manifest]) }
        #expect(error?.source == source)
        #expect(error?.description.contains("an integer from 0 to 65535") == true)
    }

    private static let switchable = Manifest(
        id: "local", name: "Local", version: "1.0.0",
        settings: (manifest.settings ?? []) + [SettingDefinition("LOUD", .boolean, description: "Loud.")])

    @Test("A flag that stands alone is 1 of a switch, and of anything else refused by its name")
    func alone() throws {
        func settings(_ flags: String...) throws -> PluginSettings {
            try PluginSettings(environment: [:], flags: try flags.map { try #require(PluginFlag($0)) })
        }
        let values = try settings("--local-loud").values(of: "local", declared: Self.switchable.settings)
        #expect(values == ["LOUD": "1"])
        for flag in ["--local-port", "--local-keep"] {
            let error = try #require(try settings(flag).problems([Self.switchable]).first)
            #expect(error.source == .flag(flag) && error.description.hasPrefix("\(flag) requires a value; expected a"))
        }
        // An empty value is one that is not valid.
        #expect(try settings("--local-port=").problems([Self.switchable]).count == 1)
    }

    @Test(
        "A flag that is repeated is refused by its name, whatever its values; another way of setting it is not",
        arguments: [
            (["--local-port=1", "--local-port=2"], [], "--local-port"),
            (["--local-loud", "--local-loud"], [], "--local-loud"),
            (["--other-key=1", "--other-key=1"], [], "--other-key"),
            ([], ["local.port=1", "local.PORT=1"], "--plugin-setting local.PORT"),
            (["--local-port=1"], ["local.port=2"], nil),
        ] as [([String], [String], String?)])
    func repeated(flags: [String], given: [String], name: String?) throws {
        let settings = try PluginSettings(
            environment: ["MILLRACE_LOCAL_PORT": "3"], flags: try flags.map { try #require(PluginFlag($0)) },
            given: given)
        let other = Manifest(id: "other", name: "Other", version: "1.0.0")
        let problems = settings.problems([Self.switchable, other])
        #expect(
            problems.map(\.description) == (name.map { ["\($0) is specified more than once. Specify it once."] } ?? []))
    }

    private static let renamed = Manifest(
        id: "local", name: "Local", version: "1.0.0",
        settings: [
            SettingDefinition(
                "TIMEOUT", .duration, unit: .seconds, description: "Time-out.", aliases: ["PATIENCE", "WAITING"])
        ])

    @Test(
        "A former name sets what the name sets, and has no effect beside it; a flag still wins over a variable",
        arguments: [
            (["PATIENCE": "1 minute"], [], [], "60"), ([:], ["--local-patience=5"], [], "5"),
            ([:], [], ["local.patience=6"], "6"), (["PATIENCE": "1", "TIMEOUT": "2"], [], [], "2"),
            // The former name comes after it in the alphabet.
            (["WAITING": "1", "TIMEOUT": "2"], [], [], "2"),
            (["AAA_PATIENCE": "", "TIMEOUT": "2"], ["--local-patience=5"], [], "5"),
            (["PATIENCE": "1"], ["--local-timeout=5"], [], "5"),
        ] as [([String: String], [String], [String], String)])
    func formerNames(variables: [String: String], flags: [String], given: [String], value: String) throws {
        let environment = Dictionary(uniqueKeysWithValues: variables.map { ("MILLRACE_LOCAL_\($0)", $1) })
        let settings = try PluginSettings(
            environment: environment, flags: try flags.map { try #require(PluginFlag($0)) }, given: given)
        #expect(settings.problems([Self.renamed]).isEmpty)
        #expect(try settings.values(of: "local", declared: Self.renamed.settings) == ["TIMEOUT": value])
    }

    @Test("A bad value under a former name is refused by it, and a flag of each name is one that is repeated")
    func badFormerNames() throws {
        let variables = ["MILLRACE_LOCAL_PATIENCE": "soon", "MILLRACE_LOCAL_TIMEOUT": "2"]
        let problem = try #require(try PluginSettings(environment: variables).problems([Self.renamed]).first)
        #expect(problem.source == .variable("MILLRACE_LOCAL_PATIENCE"))
        let flags = try ["--local-timeout=1", "--local-patience=1"].map { try #require(PluginFlag($0)) }
        let repeated = try PluginSettings(environment: [:], flags: flags).problems([Self.renamed])
        #expect(repeated == [InvalidSetting(.flag("--local-patience"), .repeated)])
    }

    @Test(
        "A setting of no plugin is refused with the nearest name",
        arguments: [
            ("MILLRACE_LOCAL_PROT", "MILLRACE_LOCAL_PORT"), ("MILLRACE_LOCL_PORT", "MILLRACE_LOCAL_PORT"),
            ("MILLRACE_DTAA", "MILLRACE_DATA"), ("MILLRACE_UNLIKE_ANYTHING", nil),
        ] as [(String, String?)])
    func unknownVariable(name: String, nearest: String?) throws {
        let settings = try PluginSettings(environment: [name: "1"])
        let error = #expect(throws: InvalidSetting.self) {
            try settings.check(
                [Self.manifest], server: [SettingDefinition("DATA", .text, description: "Data directory.")])
        }
        #expect(error == InvalidSetting(.variable(name), .unknown(nearest: nearest)))
    }

    @Test("Variables of plugins that load later, and of tools, are not refused")
    func knownVariables() throws {
        let settings = try PluginSettings(environment: ["MILLRACE_SLACK_URL": "x", "MILLRACE_TOOL": "1"])
        try settings.check([Self.manifest], others: ["slack"], known: ["MILLRACE_TOOL"])
        try settings.check([Self.manifest], known: nil)
    }
}
