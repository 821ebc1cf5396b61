import Values

/// The declarations of the settings of commands that call a server.
enum ClientSettings {
    static let url = Setting<String>(
        SettingDefinition(
            "URL", .url, default: "http://127.0.0.1:8787",
            description: "URL of the server, instead of the profile's."),
        default: "http://127.0.0.1:8787"
    ) { TextFormat.isURL($0) ? $0 : nil }
    static let key = Setting<String?>(
        SettingDefinition(
            "API_KEY", .text,
            description:
                "API key, instead of the profile's; prefer the variable: other users of the machine see command lines.",
            flag: "key"), default: nil
    ) { $0 }
    static let profile = Setting<String?>(
        SettingDefinition(
            "PROFILE", .text, description: "Profile that `millrace login` created, instead of the current one."),
        default: nil
    ) { $0 }

    static let all = [url.definition, key.definition, profile.definition]
}
