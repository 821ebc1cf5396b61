import JSON
import PluginMessages

/// What is wrong with the providers, endpoints and storages of a manifest, where a server would load it: people would meet it
/// when they use them.
struct ContributionReview: Sendable {
    let manifest: Manifest

    /// One sentence each.
    var problems: [String] {
        manifest.providers.flatMap(problems) + manifest.resources.flatMap(problems)
            + manifest.storages.filter { $0.id == "sqlite" }.map {
                "The storage id \"\($0.id)\" is the built-in storage. Choose another id."
            }
    }

    /// The other capability that one requires.
    private static let needs: [(ProviderCapability, ProviderCapability)] =
        [(.deploy, .takedown)]
        + [.recover, .preview, .updateSecrets, .serviceLogs, .request].map { ($0, .deploy) }
        + [.trigger, .pause, .resume, .terminate, .restart, .sendEvent, .steps, .logs, .deleteRuns].map { ($0, .run) }
        + [(.restartFrom, .restart), (.terminateRollback, .terminate)]

    private func problems(of provider: ProviderDefinition) -> [String] {
        let name = "The provider \"\(provider.id)\""
        var problems = Self.needs.filter {
            provider.capabilities.contains($0.0) && !provider.capabilities.contains($0.1)
        }.map { "\(name) has the capability \"\($0.rawValue)\" without \"\($1.rawValue)\"." }
        if !provider.capabilities.contains(.deploy) {
            problems.append("\(name) lacks the capability \"deploy\": connections to it cannot be used.")
        }
        if !provider.capabilities.contains(.emit), provider.accepts.isEmpty {
            problems.append("\(name) neither emits code nor accepts another target: no document can be deployed to it.")
        }
        if provider.defaultConnection != nil, let field = provider.credentialSchema.first(where: \.required) {
            problems.append("\(name) has a default connection, and its credentials require \"\(field.name)\".")
        }
        return problems
    }

    /// Members of requests that are the server's: an endpoint never gets them.
    private static let reserved: Set = ["connectionId", "organizationId", "projectId"]

    private func problems(of endpoint: ResourceEndpoint) -> [String] {
        let name = "The endpoint \"\(endpoint.id)\""
        var problems: [String] = []
        for field in endpoint.query + endpoint.body where Self.reserved.contains(field.name) {
            problems.append(
                "\(name) has the field \"\(field.name)\", which is reserved for the server. Choose another name.")
        }
        if endpoint.method == .get, !endpoint.body.isEmpty {
            problems.append("\(name) is a GET with a body, which clients do not send.")
        }
        if endpoint.method == .get, endpoint.scope != .read {
            problems.append(
                "\(name) is a GET with the scope \"\(endpoint.scope.rawValue)\"; a GET must not change anything.")
        }
        if let status = endpoint.status, !(200...299).contains(status) {
            problems.append("\(name) declares the status \(status); a response that succeeds has 200 to 299.")
        }
        if let answer = endpoint.answer, answer.object == nil, answer.bool == nil {
            problems.append("\(name) declares a response that is not a JSON Schema; expected an object or a boolean.")
        }
        if endpoint.answer != nil, endpoint.mediaType != nil {
            problems.append("\(name) declares a response in JSON and another media type. Remove one.")
        }
        let parameters = endpoint.segments.filter { $0.hasPrefix(":") }
        if Set(parameters).count < parameters.count {
            problems.append("\(name) has a parameter twice in the path \"\(endpoint.path)\".")
        }
        if endpoint.summary.isEmpty { problems.append("\(name) has no summary, which the API's reference shows.") }
        return problems
    }
}
