/// The stages of a deploy, as the REST specification names them: those up to `bindingsReady` and the last are the
/// server's, the others the provider's.
public enum DeployStage: String, Sendable {
    case initializing = "INITIALIZING"
    case generatingCode = "GENERATING_CODE"
    case codeReady = "CODE_READY"
    case detectingBindings = "DETECTING_BINDINGS"
    case bindingsReady = "BINDINGS_READY"
    case creatingWorker = "CREATING_WORKER"
    case deploying = "DEPLOYING"
    case workerDeployed = "WORKER_DEPLOYED"
    case updatingWorkflow = "UPDATING_WORKFLOW"
    case completed = "COMPLETED"

    /// Percent of the whole deploy.
    public var percent: Int {
        switch self {
        case .initializing: 5
        case .generatingCode: 15
        case .codeReady: 25
        case .detectingBindings: 35
        case .bindingsReady: 45
        case .creatingWorker: 55
        case .deploying: 65
        case .workerDeployed: 80
        case .updatingWorkflow: 90
        case .completed: 100
        }
    }

    /// The event of a deploy that has reached the stage.
    public func progress(_ message: String) -> DeployProgress {
        DeployProgress(stage: rawValue, message: message, progress: percent)
    }
}
