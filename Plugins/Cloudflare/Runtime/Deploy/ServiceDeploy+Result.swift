import JSON
import PluginMessages
import WorkerBackend

// What a deploy reports.
extension ServiceDeploy {
    /// Values of variables are left out, secret or not.
    func details(_ context: DeployContext) -> JSONValue {
        var metadata = draft.metadata
        metadata["bindings"] = .array(
            (metadata["bindings"]?.array ?? []).map { binding in
                var binding = binding.object ?? [:]
                binding["text"] = nil
                return .object(binding)
            })
        return [
            "metadata": .object(metadata), "moduleBytes": .int(context.upload.module.utf8.count),
            "workflow": draft.registration.map { ["name": .string(draft.service), "className": .string($0.className)] }
                ?? .null,
            "url": url(context).map(JSONValue.string) ?? .null,
            "routes": .array(draft.configuration.routes.map { .string($0.pattern) }),
            "customDomains": .array(draft.configuration.domains.map { .string($0.hostname) }),
            "schedules": .array(draft.schedules.map(JSONValue.string)),
            "queueConsumers": .array(draft.consumers.map { .string($0.queue) }),
            "assets": .array((draft.configuration.assets?.files ?? []).map { .string($0.path) }),
        ]
    }

    func reference(_ context: DeployContext, version: String) -> WorkerReference {
        WorkerReference(
            service: draft.service, workflow: request.workflowId, isWorkflow: draft.registration != nil,
            version: version, fingerprint: context.fingerprint, places: context.target.places,
            nodes: StepNodes(request.artifact), url: url(context), registration: draft.registration,
            keepsLogs: draft.configuration.hasObservability
        ).following(previous)
    }

    /// The custom domain, or else workers.dev, or the first route that is an address.
    func url(_ context: DeployContext) -> String? {
        let configuration = draft.configuration
        if let domain = configuration.domains.first { return "https://\(domain.hostname)" }
        if configuration.subdomain.isEnabled {
            switch context.accountSubdomain {
            case .known(let subdomain?): return "https://\(draft.service).\(subdomain).workers.dev"
            case .known(nil): break
            case .unknown: if let url = previous?.url, url.hasSuffix(".workers.dev") { return url }
            }
        }
        return configuration.routes.lazy.compactMap(\.address).first
    }

    /// What a deploy changes that nobody has named, and what could not be read.
    func notes(_ context: DeployContext) -> [String] {
        var notes = context.problems.map {
            "Routes or queue consumers of an earlier deploy could not be read, and may be left: \($0)"
        }
        if case .unknown(let reason) = context.accountSubdomain {
            notes.append("The account's workers.dev subdomain could not be read: \(reason)")
        }
        if context.current.subdomain?.isEnabled == true, !context.target.subdomain.isEnabled,
            request.config["workersDev"] == nil
        {
            notes.append(
                "workers.dev is turned off, because the Worker has routes or custom domains: set workersDev to true to keep both."
            )
        }
        return notes
    }
}

extension DeployResult {
    init(_ reference: WorkerReference, notes: [String]) throws {
        self.init(
            serviceName: reference.service, url: reference.url, reference: try reference.json, notes: notes)
    }
}

extension RollbackRecord {
    /// What an unfinished deploy found.
    var before: ServiceState? {
        guard case .changing(let before, _) = progress else { return nil }
        return before
    }

    var places: ServiceLocations {
        switch progress {
        case .changing(_, let places): places
        case .deployed(let reference): reference.places
        }
    }
}
