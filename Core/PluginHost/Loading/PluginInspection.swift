import Errors
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
            let bytes = try Self.manifest(of: path)
            _ = try ManifestReader(path: path).read(bytes)
            do { return try JSONValue(parsing: bytes) } catch {
                throw PluginRefusal(
                    path: path, code: .pluginManifest, reason: "The manifest is not valid JSON: \(error)")
            }
        }
    }

    /// - Throws: ``PluginRefusal``, with what the library logged when it did not start.
    private static func manifest(of path: String) throws(PluginRefusal) -> [UInt8] {
        let host = InspectingHost()
        do throws(PluginRefusal) { return try PluginLibrary(path: path, host: host).manifest } catch {
            guard error.code == ErrorCode.pluginStart.rawValue, let logged = host.logged else { throw error }
            throw PluginRefusal(path: path, code: error.code, reason: "The plugin refused to start: \(logged)")
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
