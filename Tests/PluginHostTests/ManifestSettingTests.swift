import JSON
import PluginMessages
import Testing
import Values

@testable import PluginHost

@Suite("Settings in manifests", .timeLimit(.minutes(3)))
struct ManifestSettingTests {
    private func read(_ settings: [SettingDefinition]) throws -> Manifest {
        let manifest = Manifest(id: "acme", name: "Acme", version: "1.0.0", settings: settings)
        return try ManifestReader(path: "acme.so").read(try JSONValue(encoding: manifest).bytes)
    }

    private static func setting(_ name: String, _ aliases: [String]? = nil) -> SettingDefinition {
        SettingDefinition(name, .text, description: "A text.", aliases: aliases)
    }

    @Test("Former names of settings are read, and a manifest without them has none")
    func aliases() throws {
        let manifest = try read([Self.setting("BOX", ["CRATE"]), Self.setting("KEY")])
        #expect(manifest.settings?.map(\.aliases) == [["CRATE"], nil])
        #expect(try !JSONValue(encoding: Self.setting("KEY")).text.contains("aliases"))
    }

    @Test(
        "A former name must be one of a variable, and of one setting only",
        arguments: [
            (["crate"], "\"crate\" must begin with an uppercase letter"), (["BOX"], "\"BOX\" twice"),
            (["KEY"], "\"KEY\" twice"), (["CRATE", "CRATE"], "\"CRATE\" twice"),
        ] as [([String], String)])
    func refusedAliases(aliases: [String], reason: String) {
        let refusal = #expect(throws: PluginRefusal.self) {
            try read([Self.setting("BOX", aliases), Self.setting("KEY")])
        }
        #expect(refusal?.reason.contains(reason) == true, "\(refusal?.reason ?? "")")
    }
}
