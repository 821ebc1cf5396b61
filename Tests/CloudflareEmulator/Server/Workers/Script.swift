import JSON

/// A Worker: its versions, which of them serves, and what is the same for all of them.
struct Script: Codable, Sendable {
    struct Deployment: Codable, Sendable {
        let id: String
        /// That with the greatest share, which serves here.
        let versionId: String
        /// Percentages by version, where several share the requests.
        var shares: [String: Double]?
        let createdAt: Moment
        let message: String?
        let trigger: String
    }

    /// "Workers: Versions & deployments" of Cloudflare's documentation: versions that can be rolled back to.
    private static let keptVersions = 100
    /// Deployments that are listed.
    private static let keptDeployments = 10

    let name: String
    let tag: String
    let createdAt: Moment
    var modifiedAt: Moment
    /// The newest last.
    private(set) var versions: [ScriptVersion] = []
    private(set) var lastNumber = 0
    /// The newest, which serves, last.
    var deployments: [Deployment] = []
    var schedules: [Schedule] = []
    var subdomainIsEnabled: Bool
    var previewsAreEnabled: Bool
    /// `logpush`, `tags`, `tail_consumers` and `observability`.
    var settings: JSONObject = [:]
    /// Classes that have namespaces.
    var durableObjects: [String]?

    init(name: String) {
        self.name = name
        tag = .hexadecimalID()
        createdAt = .now
        modifiedAt = createdAt
        // Workers that are made through the API are not published until that is asked for.
        subdomainIsEnabled = false
        previewsAreEnabled = false
    }

    /// What serves.
    var active: ScriptVersion? {
        deployments.last.flatMap { deployment in versions.first { $0.id == deployment.versionId } }
    }

    func version(_ id: String) throws -> ScriptVersion {
        guard let version = versions.first(where: { $0.id == id }) else {
            throw APIError(.notFound, 10007, "This version does not exist.")
        }
        return version
    }

    /// - Parameter shares: Percentages by version; `nil`: all for the one.
    mutating func deploy(
        _ versionId: String, shares: [String: Double]? = nil, trigger: String, message: String? = nil
    ) {
        modifiedAt = .now
        deployments.append(
            Deployment(
                id: .uuid(), versionId: versionId, shares: shares, createdAt: modifiedAt, message: message,
                trigger: trigger))
        deployments = deployments.suffix(Self.keptDeployments)
    }

    mutating func add(_ version: ScriptVersion) {
        lastNumber = version.number
        versions.append(version)
        let serving = deployments.last?.versionId
        if versions.count > Self.keptVersions, let old = versions.firstIndex(where: { $0.id != serving }) {
            versions.remove(at: old)
        }
    }

    /// A new version, which serves at once.
    mutating func release(_ version: ScriptVersion, trigger: String) {
        add(version)
        deploy(version.id, trigger: trigger)
    }

    /// As lists and uploads describe it.
    func json(startupTime: Int? = nil) -> JSONValue {
        var object = JSONObject(
            present: ("id", .string(name)), ("tag", .string(tag)), ("created_on", createdAt.json),
            ("modified_on", modifiedAt.json), ("has_modules", true), ("has_assets", .bool(active?.assets != nil)),
            ("usage_model", "standard"), ("last_deployed_from", "api"),
            ("logpush", settings["logpush"] ?? false), ("tags", settings["tags"] ?? []),
            ("tail_consumers", settings["tail_consumers"] ?? nil),
            ("observability", settings["observability"]), ("startup_time_ms", startupTime.map(JSONValue.int)))
        for (key, value) in active?.summary ?? [:] { object[key] = value }
        return .object(object)
    }
}

extension Script.Deployment {
    private var versions: [JSONValue] {
        (shares ?? [versionId: 100]).sorted { $0.value > $1.value }.map {
            ["version_id": .string($0.key), "percentage": .number(JSONNumber($0.value))]
        }
    }

    var json: JSONValue {
        [
            "id": .string(id), "source": "api", "strategy": "percentage", "author_email": "owner@example.com",
            "created_on": createdAt.json, "versions": .array(versions),
            "annotations": .object(
                JSONObject(
                    present: ("workers/triggered_by", .string(trigger)),
                    ("workers/message", message.map(JSONValue.string)))),
        ]
    }
}
