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
