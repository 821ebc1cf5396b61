import JSON

extension CloudflareAPI {
    /// Makes a Worker, or a version of it that takes all traffic at once.
    func putScript(_ name: String, _ upload: ScriptUpload) async throws(APIFailure) {
        let upload = try await withAssets(upload, of: name)
        try await send(
            APICall(
                .put, ofAccount("workers", "scripts", name), needs: .scriptsEdit, body: .multipart(upload.body),
                gives: .object))
    }

    /// An upload that names its static files, which the platform has then.
    func withAssets(_ upload: ScriptUpload, of name: String) async throws(APIFailure) -> ScriptUpload {
        guard let assets = upload.assets else { return upload }
        var upload = upload
        upload.assetsToken = try await uploadAssets(assets, of: name)
        return upload
    }

    /// - Parameter isForced: Although others refer to it, which they do in vain from then on.
    func deleteScript(_ name: String, isForced: Bool) async throws(APIFailure) {
        try await send(
            APICall(
                .delete, ofAccount("workers", "scripts", name), needs: .scriptsEdit,
                query: [("force", isForced ? "true" : nil)]))
    }

    /// What is of no version: log settings and tags.
    /// - Returns: `nil` if the Worker does not exist.
    func scriptSettings(of name: String, isSecondary: Bool = false) async throws(APIFailure) -> ScriptSettings? {
        let call = APICall(
            .get, ofAccount("workers", "scripts", name, "script-settings"), needs: .scriptsRead,
            isSecondary: isSecondary, gives: .object)
        return try await orMissing { () throws(APIFailure) in ScriptSettings(try await send(call).result) }
    }

    func setScriptSettings(_ settings: ScriptSettings, of name: String) async throws(APIFailure) {
        try await send(
            APICall(
                .patch, ofAccount("workers", "scripts", name, "script-settings"), needs: .scriptsEdit,
                body: .json(settings.json)))
    }

    /// Where the Worker answers without a zone.
    func subdomain(of name: String) async throws(APIFailure) -> ScriptSubdomain? {
        let call = APICall(
            .get, ofAccount("workers", "scripts", name, "subdomain"), needs: .scriptsRead, gives: .object)
        return try await orMissing { () throws(APIFailure) in ScriptSubdomain(try await send(call).result) }
    }

    func setSubdomain(_ subdomain: ScriptSubdomain, of name: String) async throws(APIFailure) {
        try await send(
            APICall(
                .post, ofAccount("workers", "scripts", name, "subdomain"), needs: .scriptsEdit,
                body: .json([
                    "enabled": .bool(subdomain.isEnabled), "previews_enabled": .bool(subdomain.hasPreviews),
                ]), isRepeatable: true))
    }

    /// `NAME` in `https://worker.NAME.workers.dev`; `nil` when the account has none.
    func accountSubdomain() async throws(APIFailure) -> String? {
        let call = APICall(.get, ofAccount("workers", "subdomain"), needs: .scriptsRead, gives: .object)
        return try await orMissing { () throws(APIFailure) in
            try await send(call).result["subdomain"]?.string
        } ?? nil
    }

    /// - Parameter subdomain: One that no other account has.
    func registerSubdomain(_ subdomain: String) async throws(APIFailure) {
        try await send(
            APICall(
                .put, ofAccount("workers", "subdomain"), needs: .scriptsEdit,
                body: .json(["subdomain": .string(subdomain)])))
    }

    func schedules(of name: String) async throws(APIFailure) -> [String] {
        let call = APICall(
            .get, ofAccount("workers", "scripts", name, "schedules"), needs: .scriptsRead, gives: .object)
        let answer = try await orMissing { () throws(APIFailure) in try await send(call) }
        return (answer?.result["schedules"]?.array ?? []).compactMap { $0["cron"]?.string }
    }

    func setSchedules(_ expressions: [String], of name: String) async throws(APIFailure) {
        try await send(
            APICall(
                .put, ofAccount("workers", "scripts", name, "schedules"), needs: .scriptsEdit,
                body: .json(.array(expressions.map { ["cron": .string($0)] }))))
    }
}

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

struct ScriptSubdomain: Sendable, Hashable, Codable {
    let isEnabled: Bool
    let hasPreviews: Bool

    init(isEnabled: Bool, hasPreviews: Bool) {
        self.isEnabled = isEnabled
        self.hasPreviews = hasPreviews
    }

    init(_ json: JSONValue) {
        isEnabled = json["enabled"]?.bool ?? false
        hasPreviews = json["previews_enabled"]?.bool ?? false
    }
}

/// The settings of a Worker that no version carries.
struct ScriptSettings: Sendable, Hashable, Codable {
    let logpush: Bool
    let observability: JSONValue
    let tags: [String]

    init(logpush: Bool, observability: JSONValue, tags: [String]) {
        self.logpush = logpush
        self.observability = observability
        self.tags = tags
    }

    init(_ json: JSONValue) {
        logpush = json["logpush"]?.bool ?? false
        observability = json["observability"] ?? .null
        tags = (json["tags"]?.array ?? []).compactMap(\.string)
    }

    var json: JSONValue {
        [
            "logpush": .bool(logpush), "observability": observability,
            "tags": .array(tags.map(JSONValue.string)),
        ]
    }
}
