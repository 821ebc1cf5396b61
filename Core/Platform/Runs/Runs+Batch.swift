import JSON
import PluginHost
import PluginMessages
import Storage

extension Runs {
    /// One of the runs that a batch starts.
    package struct BatchItem: Sendable {
        package let params: JSONValue
        /// An item of the same key starts nothing twice, in whichever batch.
        package let key: String?

        package init(params: JSONValue, key: String?) {
            self.params = params
            self.key = key
        }
    }

    /// What became of an item.
    package enum BatchResult: Sendable {
        case started(Run)
        /// An earlier item of the key started the run.
        case existing(Run)
        case failed(PlatformError)
    }

    /// The largest number of items in a batch.
    package static let batchLimit = 100
    /// Requests to the provider at a time.
    private static let batchWidth = 16

    /// Starts many runs of what is deployed to a connection. All are listed in one transaction, before the provider is asked.
    /// - Parameter request: As of ``trigger(_:_:on:params:request:)``.
    /// - Returns: What became of each item, in their order.
    package func triggerBatch(
        _ caller: Caller, _ workflow: WorkflowID, on connection: ConnectionID, _ items: [BatchItem],
        request: RepeatableRequest? = nil
    ) async throws -> [BatchResult] {
        let deployed = try await deployed(workflow, on: connection, caller)
        let provider = try contributions.loadedProvider(of: deployed)
        let begun = starts.begin()
        defer { starts.end(begun) }
        let entries = try await storage.transaction { database in
            try items.enumerated().map { index, item in
                try database.begin(item, of: deployed.deployment, caller, request?.part("\(index)"))
            }
        }
        for case .begun(let run, isNew: true) in entries { noteBegin(of: run) }
        let handle = try deployed.handle(secrets)
        return try await withThrowingTaskGroup(of: (Int, BatchResult).self) { group in
            var results: [Int: BatchResult] = [:]
            var rest = entries.enumerated().makeIterator()
            func begin() {
                guard let (index, entry) = rest.next() else { return }
                group.addTask { (index, try await start(entry, items[index], handle, provider)) }
            }
            for _ in 0..<Self.batchWidth { begin() }
            while let (index, result) = try await group.next() {
                results[index] = result
                begin()
            }
            return items.indices.compactMap { results[$0] }
        }
    }

    private func start(
        _ entry: BatchEntry, _ item: BatchItem, _ handle: DeploymentHandle, _ provider: Provider
    ) async throws -> BatchResult {
        switch entry {
        case .refused(let error): return .failed(error)
        case .begun(let run, let isNew):
            do {
                let run = try await start(run, handle, params: item.params, by: provider, isNew: isNew)
                return isNew ? .started(run) : .existing(run)
            } catch let error as PlatformError { return .failed(error) }
        }
    }
}

/// An item of a batch, as the list has it before the provider is asked.
private enum BatchEntry: Sendable {
    case begun(RunRecord, isNew: Bool)
    case refused(PlatformError)
}

extension SQLConnection {
    fileprivate func begin(
        _ item: Runs.BatchItem, of deployment: DeploymentRecord, _ caller: Caller, _ request: RepeatableRequest?
    ) throws -> BatchEntry {
        guard item.params.bytes.count <= Runs.paramsLimit else {
            return .refused(.paramsTooLarge(limit: Runs.paramsLimit))
        }
        let identity = item.key.map { RepeatableRequest(text: "item\0\($0)") } ?? request
        let new = RunRecord(
            of: deployment, id: identity?.run(of: deployment.workflow, in: caller.project), params: item.params)
        let table = Table(RunRecord.self, in: self)
        if identity != nil, let known = try table.find(new.id, of: deployment.workflow) {
            guard known.params == new.params else { return .refused(.otherItem) }
            return .begun(known, isNew: false)
        }
        try table.insert(new)
        try notifyWebhooks(new, before: nil)
        try audit(caller, .runTriggered, new)
        return .begun(new, isNew: true)
    }
}
