import JSON
import PluginMessages
import Storage

extension SQLConnection {
    func audit(_ caller: Caller, _ action: AuditAction, _ run: RunRecord, _ details: JSONObject = [:]) throws {
        var details = details
        details["workflowId"] = .string(run.workflow.text)
        try audit(caller, action, run.id.text, details)
    }
}

extension InstanceRequest.Action {
    var audited: AuditAction {
        switch self {
        case .pause: .runPaused
        case .resume: .runResumed
        case .terminate: .runTerminated
        case .restart: .runRestarted
        }
    }
}
