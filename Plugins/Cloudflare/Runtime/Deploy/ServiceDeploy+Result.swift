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
            version: version,
            fingerprint: context.fingerprint, places: context.places, nodes: StepNodes(request.artifact),
            url: url(context)
        ).following(previous)
    }

    /// The custom domain, or else workers.dev, or the first route that is an address.
    func url(_ context: DeployContext) -> String? {
        let configuration = draft.configuration
        if let domain = configuration.domains.first { return "https://\(domain.hostname)" }
        if configuration.subdomain.isEnabled, let subdomain = context.accountSubdomain {
            return "https://\(draft.service).\(subdomain).workers.dev"
        }
        return configuration.routes.lazy.compactMap(\.address).first
    }

    /// What a deploy changes that nobody has named.
    func notes(_ context: DeployContext) -> [String] {
        guard context.current.subdomain?.isEnabled == true, !context.target.subdomain.isEnabled,
            request.config["workersDev"] == nil
        else { return [] }
        return [
            "workers.dev is turned off, because the Worker has routes or custom domains: set workersDev to true to keep both."
        ]
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
