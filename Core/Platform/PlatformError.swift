import PluginMessages
import Storage

/// Why a use case did not do what it was asked for.
package enum PlatformError: Error, Sendable {
    case unauthenticated(AuthenticationProblem)
    case missingScope(Scope)
    /// A key that is used for another project than its own.
    case otherProject(key: ProjectID)
    /// There is no such thing, or it belongs to somebody else: nobody can tell the two apart.
    case unknown(Entity, id: String)
    /// Fields of a request; pointers are into the request's body.
    case invalid([Diagnostic])
    /// A document with errors; pointers are into the document.
    case rejected([Diagnostic])
    case unknownProvider(String, known: [String])
    /// A connection whose provider's plugin is not loaded.
    case providerNotLoaded(String)
    case noVersion
    case versionLocked
    case targetRefused(target: String, provider: String)
    case missingEnvironment([String])
    /// Workflows that the deployed one calls; pointers are into the version's document.
    case servicesNotDeployed([Diagnostic])
    /// By the provider, when something was to be deployed.
    case credentialsRefused(provider: String, reason: String)
    /// Variables of a workflow that refer to global ones which are not there.
    case unknownGlobals([GlobalReference])
    case notDeployed(ConnectionID)
    case functionHasNoRuns
    case paramsTooLarge(limit: Int)
    case conflict(Conflict)
    case provider(String, PluginFailure)
    /// A plugin that did not do what it was asked for.
    case plugin(String, PluginFailure)
    case marketplace(MarketplaceError)
    /// What concerns the whole server is for its operators.
    case operatorOnly
    case people(PeopleError)
    case idempotency(IdempotencyError)

    package enum Entity: String, Sendable {
        case workflow, version, connection, deployment, run, node, project, variable, plugin
        case organization, member, invitation
        case apiKey = "api-key"
    }

    package enum AuthenticationProblem: Sendable { case missing, unknown, expired, session }

    /// What kind of answer an error is.
    package enum Kind: Sendable {
        case unauthenticated, forbidden, notFound, invalid, conflict, unprocessable, provider, unavailable
    }

    package var kind: Kind {
        switch self {
        case .unauthenticated: .unauthenticated
        case .missingScope, .otherProject, .operatorOnly: .forbidden
        case .unknown: .notFound
        case .invalid, .rejected, .unknownProvider, .targetRefused, .missingEnvironment, .unknownGlobals,
            .servicesNotDeployed,
            .credentialsRefused, .functionHasNoRuns, .paramsTooLarge:
            .invalid
        case .providerNotLoaded, .noVersion, .versionLocked, .notDeployed, .conflict: .conflict
        case .provider: .provider
        case .plugin(_, let failure): failure.kind
        case .marketplace(let error): error.kind
        case .people(let error): error.kind
        case .idempotency(let error): error.kind
        }
    }

    /// Stable, for programs.
    package var code: String {
        switch self {
        case .unauthenticated(.missing): "auth.missing"
        case .unauthenticated(.unknown): "auth.unknown"
        case .unauthenticated(.expired): "auth.expired"
        case .unauthenticated(.session): "auth.session"
        case .missingScope: "auth.scope"
        case .otherProject: "auth.project"
        case .unknown(let entity, _): "\(entity.rawValue).notFound"
        case .invalid: "request.invalid"
        case .rejected: "version.rejected"
        case .unknownProvider: "provider.unknown"
        case .providerNotLoaded: "provider.notLoaded"
        case .noVersion: "deploy.noVersion"
        case .versionLocked: "deploy.versionLocked"
        case .targetRefused: "deploy.targetRefused"
        case .missingEnvironment: "deploy.missingEnvironment"
        case .servicesNotDeployed: "deploy.serviceNotDeployed"
        case .unknownGlobals: "deploy.unknownGlobal"
        case .credentialsRefused: "deploy.credentials"
        case .notDeployed: "workflow.notDeployed"
        case .functionHasNoRuns: "workflow.functionHasNoRuns"
        case .paramsTooLarge: "trigger.paramsTooLarge"
        case .conflict(let conflict): conflict.code
        case .provider(_, let failure), .plugin(_, let failure): failure.code
        case .marketplace(let error): error.code
        case .operatorOnly: "auth.operatorOnly"
        case .people(let error): error.code
        case .idempotency(let error): error.code
        }
    }
}

extension PlatformError.Entity {
    /// Where the caller's own are listed, below `/api`.
    fileprivate var list: String {
        switch self {
        case .workflow, .connection, .node, .project, .plugin, .organization, .member, .invitation, .apiKey:
            "\(rawValue)s"
        case .version, .run, .deployment: "workflows/:id/\(rawValue)s"
        case .variable: "env-vars"
        }
    }
}

extension PlatformError: CustomStringConvertible {
    /// What is wrong and what to do next.
    package var description: String {
        switch self {
        case .unauthenticated(.missing): "Send an API key (Authorization: Bearer ask_…), or sign in."
        case .unauthenticated(.session): "This session has ended: sign in again."
        case .unauthenticated(.unknown): "This API key is not known: it is mistyped or was revoked."
        case .unauthenticated(.expired): "This API key has expired: make another one."
        case .missingScope(let scope):
            "This API key lacks the scope \"\(scope.rawValue)\": use one that has it, or make one in a session."
        case .otherProject(let own):
            "This API key is for the project \"\(own)\" only. Create a key for the other project with POST /api/api-keys, in a "
                + "session, or sign in."
        case .unknown(let entity, let id):
            "There is no \(entity.rawValue) \"\(id)\": GET /api/\(entity.list) lists what there is."
        case .invalid(let problems): Self.summary(problems, of: "The request has")
        case .rejected(let problems): Self.summary(problems, of: "The document has")
        case .unknownProvider(let id, let known):
            "There is no provider \"\(id)\". "
                + (known.isEmpty ? "No provider's plugin is loaded." : "There are: \(known.joined(separator: ", ")).")
        case .providerNotLoaded(let id): "The plugin of the provider \"\(id)\" is not loaded: install it again."
        case .noVersion: "The workflow has no version yet: post one first."
        case .versionLocked: "The version is locked: unlock it, or deploy another one."
        case .targetRefused(let target, let provider):
            "The version was compiled for \"\(target)\", which the provider \"\(provider)\" does not take: "
                + "choose another connection, or post the document with nodes for \"\(provider)\"."
        case .missingEnvironment(let names):
            "These environment variables are not set: \(names.joined(separator: ", ")). "
                + "Set them in the workflow's envVars and deploy again."
        case .servicesNotDeployed(let problems): Self.summary(problems, of: "The version has")
        case .credentialsRefused(let provider, let reason):
            "The provider \"\(provider)\" refuses the connection's credentials: \(reason) "
                + "Set others with PATCH /api/connections/:id and deploy again."
        case .unknownGlobals(let references):
            "These global environment variables are not set: "
                + Set(references.map(\.name)).sorted().joined(separator: ", ")
                + ". Set them, or change the workflow's envVars that refer to them."
        case .notDeployed(let connection):
            "The workflow is not deployed to the connection \"\(connection)\": deploy it there, or name one that GET "
                + "/api/workflows/:id/deployments shows as active."
        case .functionHasNoRuns: "A function has no runs: send an HTTP POST to the URL of its deployment."
        case .paramsTooLarge(let limit):
            "The params are larger than \(limit) bytes: store the data and send where it is."
        case .conflict(let conflict): "\(conflict)"
        case .plugin(let id, let failure): "The plugin \"\(id)\" answered: \(failure.message)"
        case .marketplace(let error): "\(error)"
        case .operatorOnly: "This concerns the whole server: only keys of its first organization may do it."
        case .provider(let id, let failure): "The provider \"\(id)\" answered: \(failure.message)"
        case .people(let error): error.description
        case .idempotency(let error): error.description
        }
    }

    /// The problems one by one.
    package var details: [Diagnostic] {
        switch self {
        case .invalid(let problems), .rejected(let problems), .servicesNotDeployed(let problems): problems
        case .missingEnvironment(let names):
            names.map {
                Diagnostic(code: code, message: "The environment variable \($0) is not set.", pointer: "/\($0)")
            }
        case .unknownGlobals(let references):
            references.map {
                Diagnostic(
                    code: code, message: "The variable \($0.variable) refers to \($0.name), which is not set.",
                    pointer: "/\($0.variable)")
            }
        case .credentialsRefused(_, let reason):
            [Diagnostic(code: code, message: reason, pointer: "/connectionId")]
        case .marketplace(.inUse(let node, let uses)):
            uses.map { use in
                Diagnostic(
                    code: code,
                    message: "The workflow \"\(use.name)\" uses \"\(node)\" "
                        + use.versions.sorted().joined(separator: ", "), pointer: "/workflows/\(use.workflow)")
            }
        default: []
        }
    }

    private static func summary(_ problems: [Diagnostic], of what: String) -> String {
        let errors = problems.filter { $0.severity == .error }
        guard let first = errors.first else { return "\(what) a problem." }
        let place = first.pointer.isEmpty ? "" : "\(first.pointer): "
        return errors.count == 1 ? place + first.message : "\(what) \(errors.count) problems. \(place)\(first.message)"
    }
}

extension PluginFailure {
    fileprivate var kind: PlatformError.Kind {
        switch fault {
        case .invalid: .invalid
        case .notFound: .notFound
        case .conflict: .conflict
        default: .provider
        }
    }
}
