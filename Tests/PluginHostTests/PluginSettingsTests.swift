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

    @Test("A setting of another form is refused", arguments: ["deno", "local.deno", "=x", ".a=b", "local.=b"])
    func malformed(text: String) {
        #expect(throws: PluginSettings.Malformed.self) { try PluginSettings(environment: [:], given: [text]) }
    }

    @Test("Versions are ordered as semver.org says")
    func versions() {
        let ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1", "1.10.0"]
        #expect(ordered.shuffled().sorted { SemanticVersion($0) < SemanticVersion($1) } == ordered)
    }
}
