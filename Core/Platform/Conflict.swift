import PluginMessages
import Storage

/// A request that is well made and cannot be carried out as things are.
package enum Conflict: Sendable, Hashable {
    case slugTaken(String)
    case projectNotEmpty(workflows: Int)
    case lastProject
    /// Bytes of its documents.
    case exportTooLarge(Int)
    case variableExists(String)
    /// Names of the workflows that are deployed to it.
    case connectionInUse([String])
    case versionDeployed
    case versionLocked
    /// A plugin that runs in the server's own process.
    case pluginInProcess(String)
    /// A plugin whose database holds everything.
    case pluginIsStorage(String)
    case runEnded(RunStatus)
    case runState(RunStatus, action: InstanceRequest.Action)

    package var code: String {
        switch self {
        case .slugTaken: "project.slugTaken"
        case .projectNotEmpty: "project.notEmpty"
        case .lastProject: "project.last"
        case .exportTooLarge: "project.exportTooLarge"
        case .variableExists: "variable.exists"
        case .connectionInUse: "connection.inUse"
        case .versionDeployed: "version.deployed"
        case .versionLocked: "version.locked"
        case .pluginInProcess: "plugin.inProcess"
        case .pluginIsStorage: "plugin.isStorage"
        case .runEnded: "run.ended"
        case .runState: "run.state"
        }
    }
}

extension Conflict: CustomStringConvertible {
    package var description: String {
        switch self {
        case .slugTaken(let slug): "Another project has the slug \"\(slug)\": choose another one."
        case .projectNotEmpty(let count):
            "The project has \(count) workflow\(count == 1 ? "" : "s"): delete or move \(count == 1 ? "it" : "them") first."
        case .lastProject: "An organization keeps at least one project."
        case .exportTooLarge(let size):
            "The project's file would have \(size) bytes or more, and at most \(ProjectFile.limit) are taken: delete old versions first."
        case .variableExists(let name): "There is a variable \(name) already: change that one."
        case .connectionInUse(let names):
            "Deployed to this connection: \(names.joined(separator: ", ")). Take down first what is deployed."
        case .versionDeployed: "The version is deployed: take it down, or deploy another one, first."
        case .versionLocked: "The version is locked: unlock it first."
        case .pluginInProcess(let id):
            "The plugin \"\(id)\" runs in the server's own process: restart the server to restart it."
        case .pluginIsStorage(let id):
            "The plugin \"\(id)\" keeps everything of this server: start the server with another --storage first."
        case .runEnded(let status): "The run has ended (\(status.rawValue)): it takes no event."
        case .runState(let status, let action):
            "A run that is \(status.rawValue) cannot \(action.rawValue): it takes "
                + "\(action.states.map(\.rawValue).joined(separator: ", "))."
        }
    }
}

extension InstanceRequest.Action {
    /// In which states a run takes the action.
    var states: [RunStatus] {
        switch self {
        case .pause: [.queued, .running, .waiting, .unknown]
        case .resume: [.paused, .unknown]
        case .terminate: [.queued, .running, .waiting, .paused, .unknown]
        case .restart: RunStatus.allCases
        }
    }
}
