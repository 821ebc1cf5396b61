import FoundationEssentials
import Glibc
import JSON
import PluginMessages

/// A plugin's small key–value state: one JSON file, replaced as a whole at every change. The folder is the plugin's, which
/// may put anything there: links are not followed.
actor PluginState {
    /// Bytes of all values.
    static let largest = 4 << 20

    private let file: String?
    /// `nil` until somebody asks for it.
    private var loaded: JSONObject?

    /// - Parameter directory: The plugin's own; `nil` keeps the state in memory only.
    init(directory: String?) { file = directory.map { "\($0)/state.json" } }

    func value(_ key: String) -> JSONValue { values[key] ?? .null }

    var all: JSONObject { values }

    func set(_ key: String, _ bytes: [UInt8]) -> Result<JSONValue, PluginFailure> {
        do {
            let value = try JSONValue(parsing: bytes)
            var changed = values
            changed[key] = value.isNull ? Optional<JSONValue>.none : value
            let text = JSONValue.object(changed).bytes
            guard text.count <= Self.largest else { return .failure(Self.tooLarge) }
            if let file, let problem = write(text, to: file) { return .failure(Self.failure(problem)) }
            loaded = changed
            return .success(.null)
        } catch {
            return .failure(Self.failure("\(error)"))
        }
    }

    private var values: JSONObject {
        if let loaded { return loaded }
        let stored = file.flatMap(Self.read).flatMap { try? JSONValue(parsing: $0) }?.object ?? [:]
        loaded = stored
        return stored
    }

    static var tooLarge: PluginFailure { failure("it is larger than \(largest >> 20) MiB") }

    static func failure(_ problem: String) -> PluginFailure {
        PluginFailure(code: "state.write", message: "The state cannot be stored: \(problem)")
    }

    /// What the file has, if it is a file.
    private static func read(_ file: String) -> [UInt8]? {
        let descriptor = Glibc.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= largest * 2
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count == bytes.count ? bytes : nil
    }

    /// - Returns: What kept it from being written.
    private func write(_ bytes: [UInt8], to file: String) -> String? {
        let draft = "\(file).\(UUID().uuidString)"
        let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        let count = Glibc.write(descriptor, bytes, bytes.count)
        let isWritten = count == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        if isWritten, rename(draft, file) == 0 { return nil }
        let problem = String(cString: strerror(isWritten ? errno : code))
        unlink(draft)
        return problem
    }
}
