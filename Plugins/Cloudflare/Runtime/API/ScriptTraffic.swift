import JSON

/// Which versions of a Worker serve, and how much of its requests.
struct ScriptTraffic: Sendable, Hashable, Codable {
    struct Share: Sendable, Hashable, Codable {
        let version: String
        let percentage: Double
    }

    /// The greatest first.
    let shares: [Share]

    init(_ shares: [Share]) { self.shares = shares.sorted { $0.percentage > $1.percentage } }

    /// One version has all of it.
    init(_ version: String) { shares = [Share(version: version, percentage: 100)] }

    /// A version beside the one that served before.
    init(_ version: String, percentage: Int, besides other: String) {
        self.init([
            Share(version: version, percentage: Double(percentage)),
            Share(version: other, percentage: Double(100 - percentage)),
        ])
    }

    /// `nil` for a Worker without a deployment.
    init?(deployments: JSONValue?) {
        self.init(
            (deployments?["deployments"]?.array?.first?["versions"]?.array ?? []).compactMap { version in
                version["version_id"]?.string.map {
                    Share(version: $0, percentage: version["percentage"]?.double ?? 0)
                }
            })
        guard !shares.isEmpty else { return nil }
    }

    /// The version with most of it.
    var main: String { shares[0].version }

    /// Whether several versions serve.
    var isSplit: Bool { shares.count > 1 }

    var summary: String {
        shares.map { "\(Int($0.percentage.rounded())) % version \($0.version)" }.joined(separator: ", ")
    }

    /// "Create Deployment" of https://developers.cloudflare.com/api/resources/workers/subresources/scripts/.
    var json: JSONValue {
        .array(
            shares.map {
                ["version_id": .string($0.version), "percentage": .number(JSONNumber($0.percentage))]
            })
    }
}

extension CloudflareAPI {
    /// `nil` if the Worker does not exist.
    func traffic(of name: String, isSecondary: Bool = false) async throws(APIFailure) -> ScriptTraffic? {
        let call = APICall(
            .get, ofAccount("workers", "scripts", name, "deployments"), needs: .scriptsRead, isSecondary: isSecondary,
            gives: .object)
        let answer = try await orMissing { () throws(APIFailure) in try await send(call) }
        return ScriptTraffic(deployments: answer?.result)
    }

    /// Gives versions their shares: their code, their bindings and their secrets.
    func setTraffic(_ traffic: ScriptTraffic, of name: String) async throws(APIFailure) {
        try await send(
            APICall(
                .post, ofAccount("workers", "scripts", name, "deployments"), needs: .scriptsEdit,
                query: [("force", "true")], body: .json(["strategy": "percentage", "versions": traffic.json]),
                isRepeatable: true))
    }

    /// Makes a version that serves nothing yet.
    /// - Returns: Its id.
    func addVersion(_ name: String, _ upload: ScriptUpload) async throws(APIFailure) -> String? {
        let upload = try await withAssets(upload, of: name)
        return try await send(
            APICall(
                .post, ofAccount("workers", "scripts", name, "versions"), needs: .scriptsEdit,
                body: .multipart(upload.body), isRepeatable: true, gives: .object)
        ).result["id"]?.string
    }

    /// Whether a version can serve again: the platform keeps the latest ones only.
    func isDeployable(_ version: String, of name: String) async throws(APIFailure) -> Bool {
        let call = APICall(
            .get, ofAccount("workers", "scripts", name, "versions"), needs: .scriptsRead,
            query: [("deployable", "true")], isSecondary: true, gives: .object)
        let answer = try await orMissing { () throws(APIFailure) in try await send(call) }
        return answer?.result["items"]?.array?.contains { $0["id"]?.string == version } ?? false
    }
}
