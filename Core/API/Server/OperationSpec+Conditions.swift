import Platform

extension ResourceKind {
    /// The paths of a resource, below `/api`.
    fileprivate var paths: [String] {
        switch self {
        case .workflow: ["workflows/:workflowId"]
        case .draft: ["workflows/:workflowId/draft"]
        case .layout: ["workflows/:workflowId/layout"]
        case .version: ["workflows/:workflowId/versions/:versionId"]
        case .deployConfig: ["workflows/:workflowId/deploy-config/:connectionId"]
        case .deployment: ["deployments/:deploymentId"]
        case .run: ["workflows/:workflowId/runs/:runId", "runs/:runId"]
        case .runJob: ["runs/jobs/:jobId"]
        case .project: ["projects/:projectId"]
        case .connection: ["connections/:connectionId"]
        case .variable: ["env-vars/:variableId"]
        case .webhook: ["webhooks/:webhookId"]
        case .credential: ["credentials/:credentialId"]
        case .apiKey: ["api-keys/:apiKeyId"]
        case .organization: ["organizations/:organizationId"]
        case .invitation: ["invitations/:invitationId"]
        case .member: ["members/:userId"]
        }
    }

    /// Names of path parameters.
    fileprivate static func parameters(of path: String) -> [String] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
    }
}

extension OperationSpec {
    /// The resource that the path names, itself or with what belongs to it: the workflow of `…/deploy`.
    struct Resource: Sendable {
        let kind: ResourceKind
        let parameters: [String]
    }

    /// `nil` for lists and for what nobody changes.
    var resource: Resource? {
        let candidates = ResourceKind.allCases.flatMap { kind in kind.paths.map { (kind, "/api/\($0)") } }
        let match = candidates.filter { path == $0.1 || path.hasPrefix("\($0.1)/") }.max {
            $0.1.utf8.count < $1.1.utf8.count
        }
        return match.map { Resource(kind: $0.0, parameters: ResourceKind.parameters(of: $0.1)) }
    }

    /// Whether responses have an `ETag`, which a client sends back to receive 304 while the resource is unchanged. Reads of
    /// one resource have it.
    var hasEntityTag: Bool { isTagged || isReadOfOne }

    private var isReadOfOne: Bool {
        method == .get && access.scope != nil && path.split(separator: "/").last?.hasPrefix(":") == true
            && !path.hasPrefix("/api/resources/")
    }

    /// Whether its response is what it has made of the resource.
    var changesResource: Bool { (method == .patch || method == .put) && resource != nil }

    /// Whether it may change what others see in the project: not a POST that only asks.
    var isChange: Bool {
        method != .get && (access.scope == .write || access.scope == .deploy) && !path.hasPrefix("/api/resources/")
            && limit != .verify
    }

    /// Whether it is a change of a resource, which can be made conditional.
    var isConditional: Bool { method != .get && resource != nil }
}
