import PluginMessages

/// The stages of a deploy that are the platform's; those between are the provider's.
enum DeployStage: String {
    case initializing = "INITIALIZING"
    case generatingCode = "GENERATING_CODE"
    case codeReady = "CODE_READY"
    case detectingBindings = "DETECTING_BINDINGS"
    case bindingsReady = "BINDINGS_READY"
    case completed = "COMPLETED"

    var progress: DeployProgress {
        switch self {
        case .initializing: DeployProgress(stage: rawValue, message: "Beginning the deploy", progress: 5)
        case .generatingCode: DeployProgress(stage: rawValue, message: "Reading the version's code", progress: 15)
        case .codeReady: DeployProgress(stage: rawValue, message: "The code is ready", progress: 25)
        case .detectingBindings: DeployProgress(stage: rawValue, message: "Checking what the code needs", progress: 35)
        case .bindingsReady: DeployProgress(stage: rawValue, message: "Everything the code needs is set", progress: 45)
        case .completed: DeployProgress(stage: rawValue, message: "Deployed", progress: 100)
        }
    }
}
