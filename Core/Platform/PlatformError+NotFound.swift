import Errors
import Values

extension PlatformError {
    /// What paths and bodies name by id.
    package enum Entity: String, Sendable {
        case workflow, version, connection, deployment, run, node, project, variable, plugin, credential
        case organization, member, invitation, session
        case apiKey = "api-key"
        case runJob = "job"
        case webhook, delivery
    }

    /// A thing that does not exist or belongs to somebody else: the caller cannot tell the two apart.
    /// - Parameter known: Names that may have been meant, where they are the caller's.
    package static func unknown(_ entity: Entity, id: String, known: [String] = []) -> PlatformError {
        unknown(entity, id: id, hint: NearestName.hint(for: id, among: known))
    }

    /// Projects have ids, and whoever names one may have meant its name or slug.
    static func unknownProject(_ text: String, among projects: [ProjectRecord]) -> PlatformError {
        let names = projects.flatMap { [$0.slug, $0.name] }
        let meant = NearestName.nearest(to: text, among: names)
        let project = projects.first { $0.slug == meant || $0.name == meant }
        let hint = project.map { " Did you mean \"\(meant ?? "")\", whose id is \($0.id)?" } ?? ""
        return unknown(.project, id: text, hint: hint)
    }

    private static func unknown(_ entity: Entity, id: String, hint: String) -> PlatformError {
        PlatformError(
            entity.code,
            "\(entity.noun) \"\(id)\" does not exist.\(hint) GET /api/\(entity.list) lists \(entity.plural).")
    }
}

extension PlatformError.Entity {
    fileprivate var code: ErrorCode {
        switch self {
        case .workflow: .workflowNotFound
        case .version: .versionNotFound
        case .connection: .connectionNotFound
        case .deployment: .deploymentNotFound
        case .run: .runNotFound
        case .node: .nodeNotFound
        case .project: .projectNotFound
        case .variable: .variableNotFound
        case .plugin: .pluginNotFound
        case .credential: .credentialNotFound
        case .organization: .organizationNotFound
        case .member: .memberNotFound
        case .invitation: .invitationNotFound
        case .session: .sessionNotFound
        case .apiKey: .apiKeyNotFound
        case .runJob: .runJobNotFound
        case .webhook: .webhookNotFound
        case .delivery: .webhookDeliveryNotFound
        }
    }

    fileprivate var noun: String {
        self == .apiKey ? "API key" : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }

    fileprivate var plural: String {
        switch self {
        case .apiKey: "API keys"
        case .delivery: "deliveries"
        default: "\(rawValue)s"
        }
    }

    /// Where the caller's own are listed, below `/api`.
    fileprivate var list: String {
        switch self {
        case .workflow, .connection, .node, .project, .plugin, .organization, .member, .invitation, .session, .apiKey,
            .webhook, .credential:
            "\(rawValue)s"
        case .version, .run, .deployment: "workflows/:id/\(rawValue)s"
        case .variable: "env-vars"
        case .runJob: "runs/jobs"
        case .delivery: "webhooks/:id/deliveries"
        }
    }
}
