import Platform

/// A message of a deploy's stream.
enum DeployMessage {
    case stage(DeployStageMessage)
    case deployed(Deployment)
    case failed(DeployFailure)

    var event: String {
        switch self {
        case .stage: "progress"
        case .deployed, .failed: "result"
        }
    }

    /// The `data` of the event.
    static let shape = Shape<DeployMessage>(
        .any(of: [DeployStageMessage.shape.schema, Deployment.shape.schema, DeployFailure.shape.schema])
            .named("DeployEvent")
    ) { message in
        switch message {
        case .stage(let stage): try DeployStageMessage.shape.json(stage)
        case .deployed(let deployment): try Deployment.shape.json(deployment)
        case .failed(let failure): try DeployFailure.shape.json(failure)
        }
    }
}
