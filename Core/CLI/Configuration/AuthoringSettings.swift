import PluginHost
import Values

/// The declarations of the settings of commands for authors of plugins.
enum AuthoringSettings {
    private static let command = SettingDefinition(
        "LOCAL_DENO", .command, default: "deno", description: "Deno that runs the templates.", flag: "deno")

    static let deno = Setting<String>(command, default: "deno") { command.value(of: $0) }
}
