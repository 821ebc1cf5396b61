import JSON
import PluginMessages

/// What the core keeps of a deployment and gives back.
struct DeploymentReference: Sendable {
    let deploymentId: String
    let service: String

    var json: JSONValue { ["deploymentId": .string(deploymentId), "service": .string(service)] }

    var unknown: PluginFailure {
        PluginFailure(
            .deploymentUnknown,
            message: "Deployment \(deploymentId) of \(service) does not exist on this machine.")
    }
}

extension DeploymentReference {
    init(_ json: JSONValue) throws(PluginFailure) {
        guard let deploymentId = json["deploymentId"]?.string, let service = json["service"]?.string else {
            throw PluginFailure(
                .reference, message: "The reference does not name a deployment of this provider.")
        }
        self.init(deploymentId: deploymentId, service: service)
    }
}
