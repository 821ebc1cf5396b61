import PluginHost
import PluginMessages
import Storage

extension Runs {
    /// Finds a run by its own id, or by the provider's: that of a webhook's response. One that is unknown, because
    /// the deployed service started it, is looked up at the providers that the workflow is deployed to.
    func record(_ caller: Caller, of workflow: WorkflowID, _ id: RunID) async throws -> RunRecord {
        let (known, deployed): (RunRecord?, [Deployed]) = try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller).id
            if let run = try database.knownRun(id, of: workflow) { return (run, []) }
            if try Table(DeletedRunRecord.self, in: database).isKept(instance: id.text, of: workflow) {
                return (nil, [])
            }
            let active = try Table(DeploymentRecord.self, in: database).active(of: workflow)
            return (nil, try active.compactMap { try database.deployed($0.id) })
        }
        if let known { return known }
        for deployed in deployed where id.mayBeInstance {
            guard let provider = contributions.provider(of: deployed),
                provider.definition.capabilities.contains(.run),
                let state = try? await provider.run(
                    InstanceRequest(deployment: try deployed.handle(secrets), instanceId: id.text))
            else { continue }
            let noted: Void? = try await writable {
                try await note([ReportedRun(deployment: deployed.deployment.id, state: state)])
            }
            guard noted == nil else { continue }
            var found = RunRecord(
                of: deployed.deployment, id: RunID(state.instanceId), instance: state.instanceId, at: nil)
            try found.adopt(state)
            return found
        }
        return try await storage.read { try $0.run(id, of: workflow) }
    }
}

extension RunID {
    /// Ids of instances are 1 to 100 of these (Cloudflare documentation, "Workflows: Limits"); what is none is not looked up.
    fileprivate var mayBeInstance: Bool {
        (1...100).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_")
            }
    }
}
