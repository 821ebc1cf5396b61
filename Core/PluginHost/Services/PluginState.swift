import FoundationEssentials
import JSON
import PluginMessages

/// A plugin's small key–value state: one JSON file, replaced as a whole at every change.
actor PluginState {
    private var values = JSONObject()
    private var file: String?

    /// - Parameter directory: The plugin's own; `nil` keeps the state in memory only.
    func open(directory: String?) {
        guard let directory else { return }
        let file = "\(directory)/state.json"
        self.file = file
        guard let data = FileManager.default.contents(atPath: file), let stored = try? JSONValue(parsing: data) else {
            return
        }
        values = stored.object ?? values
    }

    func value(_ key: String) -> JSONValue { values[key] ?? .null }

    func set(_ key: String, _ bytes: [UInt8]) -> Result<JSONValue, PluginFailure> {
        do {
            let value = try JSONValue(parsing: bytes)
            var changed = values
            changed[key] = value.isNull ? Optional<JSONValue>.none : value
            if let file {
                try Data(JSONValue.object(changed).bytes).write(to: URL(filePath: file), options: .atomic)
            }
            values = changed
            return .success(.null)
        } catch {
            return .failure(PluginFailure(code: "state.write", message: "The state cannot be stored: \(error)"))
        }
    }
}
