import ArgumentParser
import JSON

/// `millrace profiles list`
struct ProfilesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists profiles, without their keys.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let store = try ProfileStore(SettingReader())
        let profiles = store.profiles.sorted { $0.key < $1.key }.map { name, profile -> JSONValue in
            let kinds = [profile.key == nil ? nil : "API key", profile.session == nil ? nil : "session"]
            return [
                "name": .string(name), "url": .string(profile.url), "isCurrent": .bool(name == store.current),
                "has": .array(kinds.compactMap { $0.map(JSONValue.string) }),
            ]
        }
        Output(isJSON: json).list(["data": .array(profiles)], Self.columns)
    }

    private static let columns = [
        Column("NAME", "name"), Column("URL", "url"), Column("HAS", "has"), Column("CURRENT", "isCurrent"),
    ]
}
