import Testing

@testable import PluginHost

@Suite("Settings of plugins")
struct PluginSettingsTests {
    @Test("Variables belong to the plugin they name, and a given setting wins")
    func values() throws {
        let settings = try PluginSettings(
            environment: ["MILLRACE_LOCAL_DENO": "/a", "MILLRACE_LOCAL_X": "1", "MILLRACE_DATA": "/d", "PATH": "/p"],
            given: ["local.deno=/b=c"])
        #expect(settings.values(of: "local") == ["DENO": "/b=c", "X": "1"])
        #expect(settings.values(of: "my-plugin").isEmpty)
    }

    @Test("A plugin's id is spelled with underscores in variables")
    func dashes() throws {
        let settings = try PluginSettings(environment: ["MILLRACE_MY_PLUGIN_KEY": "v"])
        #expect(settings.values(of: "my-plugin") == ["KEY": "v"])
    }

    @Test("A flag is a setting of the plugin it begins with, wins over a variable and not over a given one")
    func flags() throws {
        let flags = try ["--local-allow-private", "--my-plugin-key=a=b", "--local-x=2"].map {
            try #require(PluginFlag($0))
        }
        let settings = try PluginSettings(
            environment: ["MILLRACE_LOCAL_X": "1"], flags: flags, given: ["local.allow_private=0"])
        #expect(settings.values(of: "local") == ["ALLOW_PRIVATE": "0", "X": "2"])
        #expect(settings.values(of: "my-plugin") == ["KEY": "a=b"])
        #expect(flags.map { $0.isSetting(of: "local") } == [true, false, true])
        #expect(flags[1].isSetting(of: "my-plugin"))
    }

    @Test("What is no flag of a plugin is none", arguments: ["-x", "--local", "local-x", "x", "---a-b", "--", ""])
    func noFlags(text: String) { #expect(PluginFlag(text) == nil) }

    @Test("A setting of another form is refused", arguments: ["deno", "local.deno", "=x", ".a=b", "local.=b"])
    func malformed(text: String) {
        #expect(throws: PluginSettings.Malformed.self) { try PluginSettings(environment: [:], given: [text]) }
    }
}
