import PluginMessages

/// Keeps a first deploy from replacing what somebody else has made.
struct WorkerOwnership: Sendable {
    let draft: DesiredService
    /// A service that was deployed here stays its workflow's, whoever has changed it since.
    let previous: WorkerReference?

    /// - Throws: `cloudflare.worker.foreign`
    func check(_ current: ServiceState) throws(PluginFailure) {
        guard previous == nil, !draft.configuration.overwritesWorker else { return }
        if current.version != nil, !ScriptMetadata.isOwn(current.settings) {
            throw foreign("a Worker \"\(draft.service)\" that Millrace did not create")
        }
        if let owner = current.workflow?.script, !owner.isEmpty, owner != draft.service, draft.registration != nil {
            throw foreign("a workflow \"\(draft.service)\" of the Worker \"\(owner)\"")
        }
    }

    private func foreign(_ what: String) -> PluginFailure {
        PluginFailure(
            code: "cloudflare.worker.foreign",
            message:
                "The account has \(what). Rename or delete it, or set overwriteWorker in the deploy configuration to "
                + "replace it.", fault: .conflict)
    }
}
