import JSON
import PluginMessages

/// What loading a library and asking for its manifest gives.
package struct PluginInspection: Sendable {
    package let path: String
    /// The manifest, or why there is none.
    package let result: Result<JSONValue, PluginRefusal>

    /// Loads the library into this process, which may crash or hang with it.
    package init(loading path: String) {
        self.path = path
        result = Result { () throws(PluginRefusal) in
            let bytes = try PluginLibrary(path: path, host: DeafHost()).manifest
            _ = try ManifestReader(path: path).read(bytes)
            do { return try JSONValue(parsing: bytes) } catch {
                throw PluginRefusal(
                    path: path, code: .pluginManifest, reason: "The manifest is not valid JSON: \(error)")
            }
        }
    }

    package init(path: String, result: Result<JSONValue, PluginRefusal>) {
        self.path = path
        self.result = result
    }

    /// - Throws: `JSONMismatch` for a line that ``json`` did not write.
    init(path: String, json: JSONValue) throws {
        struct Refusal: Decodable {
            let code: String
            let reason: String
        }
        self.path = path
        if let manifest = json["manifest"] {
            result = .success(manifest)
        } else {
            let refusal: Refusal = try json.decode()
            result = .failure(PluginRefusal(path: path, code: refusal.code, reason: refusal.reason))
        }
    }

    /// As one process tells the other.
    package var json: JSONValue {
        switch result {
        case .success(let manifest): ["manifest": manifest]
        case .failure(let refusal): ["code": .string(refusal.code), "reason": .string(refusal.reason)]
        }
    }
}

/// Does nothing for a plugin that is only looked at.
private final class DeafHost: HostFunctions {
    private static let refusal = PluginFailure(
        code: "host.checking", message: "The plugin was loaded for checking only.")

    func log(level: PluginLogLevel, _ message: String) {}
    func emit(_ name: String, _ payload: [UInt8]) {}
    func fetch(_ request: [UInt8], answer: @escaping Answer) { answer(.failure(Self.refusal)) }
    func state(_ key: String, answer: @escaping Answer) { answer(.failure(Self.refusal)) }
    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer) { answer(.failure(Self.refusal)) }
}
