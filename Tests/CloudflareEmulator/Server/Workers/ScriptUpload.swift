import Crypto
import Foundation
import JSON

/// The multipart body of an upload: metadata, and modules as further parts.
///
/// Declared apart from the provider's type: the emulator must not share what the provider believes of the API.
struct ScriptUpload: Sendable {
    let metadata: JSONObject
    let mainModule: String
    let modules: [(module: ScriptVersion.Module, content: [UInt8])]

    init(_ call: Call) throws {
        let body = try Multipart(call)
        guard let part = body["metadata"], let metadata = try? JSONValue(parsing: part.content).object else {
            throw APIError.invalid("The part \"metadata\" is missing or no JSON object")
        }
        guard let main = metadata["main_module"]?.string else {
            throw APIError.invalid("The emulator takes modules only: metadata.main_module is missing", code: 10021)
        }
        self.metadata = metadata
        mainModule = main
        modules = body.parts.filter { $0.name != "metadata" && $0.contentType != "application/source-map" }.map {
            part in
            (
                .init(name: part.fileName ?? part.name, contentType: part.contentType ?? "application/octet-stream"),
                part.content
            )
        }
        guard modules.contains(where: { $0.module.name == main }) else {
            throw APIError.invalid("Uncaught Error: No such module \"\(main)\".", code: 10021)
        }
        for (module, _) in modules where module.name.split(separator: "/").contains("..") {
            throw APIError.invalid("\"\(module.name)\" is no module name", code: 10021)
        }
    }

    var etag: String {
        var hash = SHA256()
        for (module, content) in modules {
            hash.update(data: Data("\(module.name)\n\(content.count)\n".utf8))
            hash.update(data: content)
        }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    /// Writes the modules where they can be loaded from.
    func write(to folder: URL) throws {
        for (module, content) in modules {
            let file = folder.appending(path: module.name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content).write(to: file)
        }
    }

    /// What the metadata says of the version.
    var settings: JSONObject {
        let names = ["compatibility_date", "compatibility_flags", "limits", "placement", "annotations"]
        return JSONObject(names.compactMap { name in metadata[name].map { (name, $0) } })
    }

    /// What it says of the script.
    var scriptSettings: JSONObject {
        let names = ["logpush", "tags", "tail_consumers", "observability"]
        return JSONObject(names.compactMap { name in metadata[name].map { (name, $0) } })
    }
}
