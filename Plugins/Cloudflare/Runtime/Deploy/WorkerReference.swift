import JSON
import PluginMessages
import WorkerBackend

/// What the core keeps of a deployment and gives back.
struct WorkerReference: Sendable, Codable {
    let service: String
    let workflow: String
    /// A function has no runs.
    let isWorkflow: Bool
    /// The version that the deploy made; empty where it could not be read.
    let version: String
    /// Of everything that was deployed; see ``DeployFingerprint``.
    let fingerprint: String
    let places: ServiceLocations
    /// The nodes of durable steps; see ``StepNodes``.
    let nodes: StepNodes
    let url: String?
    /// Versions that deploys have made, the latest first: each can serve again without an upload. `nil` in references of older
    /// deploys.
    var releases: [Release]?
    /// What the deploy registered; `nil` in references of older deploys, and of functions.
    var registration: WorkflowRegistration?
    /// Whether Cloudflare keeps what the Worker prints; `nil` in references of older deploys.
    var keepsLogs: Bool?

    struct Release: Sendable, Hashable, Codable {
        let version: String
        let fingerprint: String
    }

    /// Versions that are remembered; the platform lets the latest 100 serve again ("Rollbacks",
    /// https://developers.cloudflare.com/workers/configuration/versions-and-deployments/rollbacks/).
    private static let mostReleases = 20

    /// With the releases of the reference before.
    func following(_ previous: WorkerReference?) -> WorkerReference {
        var reference = self
        let earlier = previous.map { $0.releases ?? [Release(version: $0.version, fingerprint: $0.fingerprint)] } ?? []
        reference.releases = Array(
            ([Release(version: version, fingerprint: fingerprint)] + earlier.filter { $0.version != version })
                .filter { !$0.version.isEmpty }.prefix(Self.mostReleases))
        return reference
    }

    /// A version that is what a deploy would make, other than the one that serves.
    func release(of fingerprint: String, besides serving: String?) -> String? {
        releases?.first { $0.fingerprint == fingerprint && $0.version != serving }?.version
    }

    init(
        service: String, workflow: String, isWorkflow: Bool, version: String, fingerprint: String,
        places: ServiceLocations, nodes: StepNodes, url: String?, registration: WorkflowRegistration? = nil,
        keepsLogs: Bool? = nil
    ) {
        self.service = service
        self.workflow = workflow
        self.isWorkflow = isWorkflow
        self.version = version
        self.fingerprint = fingerprint
        self.places = places
        self.nodes = nodes
        self.url = url
        self.registration = registration
        self.keepsLogs = keepsLogs
    }

    init(_ json: JSONValue) throws(PluginFailure) {
        do { self = try json.decode() } catch {
            throw PluginFailure(
                code: "cloudflare.reference", message: "The reference does not name a deployment of this provider.")
        }
    }

    var json: JSONValue {
        get throws { try JSONValue(encoding: self) }
    }
}
