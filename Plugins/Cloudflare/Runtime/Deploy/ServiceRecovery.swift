import PluginMessages

/// Ends a deploy that was cut off: it is finished if only its answer was lost, and undone otherwise.
struct ServiceRecovery: Sendable {
    let api: CloudflareAPI
    let notes: DeployNotes
    let deploymentId: String

    func run() async throws(PluginFailure) -> Recovery {
        // Without a note nothing was changed.
        guard let note = try await notes.read() else { return Recovery() }
        switch note.progress {
        case .deployed(let reference):
            guard note.deploymentId == deploymentId else { return Recovery() }
            do { return Recovery(result: try DeployResult(reference, notes: [])) } catch {
                throw PluginFailure(cloudflare: error)
            }
        case .changing(let before, let places):
            let restore = ServiceRestore(api: api, service: note.service, notes: notes)
            guard case .failed(let reason) = await restore.run(to: before, in: places) else { return Recovery() }
            throw PluginFailure(
                code: "cloudflare.restore",
                message: "The previous deployment \(note.service) could not be restored: \(reason).", retryable: true)
        }
    }
}
