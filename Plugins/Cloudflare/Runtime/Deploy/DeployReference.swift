import JSON
import PluginMessages
import WorkerBackend

/// What the core keeps of a deployment and gives back.
struct DeployReference: Sendable, Codable {
    let service: String
    let workflow: String
    /// A function has no runs.
    let isWorkflow: Bool
    /// The version that the deploy made.
    let version: String
    /// Of everything that was deployed; see ``DeployFingerprint``.
    let fingerprint: String
    let places: ServicePlaces
    /// The nodes of durable steps; see ``StepNodes``.
    let nodes: StepNodes
    let url: String?

    init(
        service: String, workflow: String, isWorkflow: Bool, version: String, fingerprint: String,
        places: ServicePlaces,
        nodes: StepNodes, url: String?
    ) {
        self.service = service
        self.workflow = workflow
        self.isWorkflow = isWorkflow
        self.version = version
        self.fingerprint = fingerprint
        self.places = places
        self.nodes = nodes
        self.url = url
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
