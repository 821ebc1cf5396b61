import JSON

/// A Worker's code and everything that belongs to a version of it.
struct ScriptUpload: Sendable {
    static let mainModule = "worker.mjs"
    private static let mapFile = "worker.mjs.map"

    let module: String
    /// By which the platform's logs name files and lines of packages.
    var sourceMap: String?
    /// With `main_module`.
    let metadata: JSONObject
    var assets: StaticAssets?
    /// That the platform has the static files.
    var assetsToken: String?

    /// A map is a part of its own, which the module names: "Source maps and stack traces"
    /// (https://developers.cloudflare.com/workers/observability/source-maps/).
    var body: MultipartBody {
        let code = sourceMap == nil ? module : "\(module)//# sourceMappingURL=\(Self.mapFile)\n"
        var metadata = metadata
        if let assets, let assetsToken {
            metadata["assets"] = ["jwt": .string(assetsToken), "config": .object(assets.routing)]
        }
        var parts: [MultipartBody.Part] = [
            .init("metadata", contentType: "application/json", content: JSONValue.object(metadata).bytes),
            .init(
                Self.mainModule, fileName: Self.mainModule, contentType: "application/javascript+module",
                content: Array(code.utf8)),
        ]
        if let sourceMap {
            parts.append(
                .init(
                    Self.mapFile, fileName: Self.mapFile, contentType: "application/source-map",
                    content: Array(sourceMap.utf8)))
        }
        return MultipartBody(parts)
    }
}
