import FoundationEssentials
import Values

extension SettingDefinition {
    /// A value in its one spelling (``canonical(_:)``), when the file that it names exists.
    package func value(of text: String) -> String? {
        guard let value = canonical(text) else { return nil }
        switch type {
        case .folder:
            var isFolder = false
            return FileManager.default.fileExists(atPath: value, isDirectory: &isFolder) && isFolder ? value : nil
        case .command:
            return !value.contains("/") || FileManager.default.isExecutableFile(atPath: value) ? value : nil
        case .text, .integer, .boolean, .duration, .size, .url: return value
        }
    }
}
