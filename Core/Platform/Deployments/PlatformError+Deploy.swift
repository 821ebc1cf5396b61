import Errors
import PluginMessages
import Storage
import Values

extension PlatformError {
    package static var noVersion: PlatformError {
        PlatformError(
            .deployNoVersion, "The workflow has no version. Create one with POST /api/workflows/:id/versions first.")
    }

    /// A locked version that should be deployed.
    static var versionLocked: PlatformError {
        PlatformError(.deployVersionLocked, "The version is locked. Unlock it, or deploy another one.")
    }

    static func targetRefused(target: String, provider: String) -> PlatformError {
        PlatformError(
            .deployTargetRefused,
            "The version was compiled for \"\(target)\", which the provider \"\(provider)\" does not accept. Choose "
                + "another "
                + "connection, or create a version whose nodes name \"\(provider)\".")
    }

    /// - Parameters:
    ///   - artifact: Whose code may use a name as no variable can be used; that is told instead.
    ///   - known: The variables that are set.
    static func missingEnvironment(
        _ names: [String], of artifact: Artifact, known: some Collection<String>
    ) -> PlatformError {
        let reasons = artifact.unknownBindings
        let variables = names.filter { reasons[$0] == nil }
        let unknown = names.compactMap { name in
            reasons[name].map { Diagnostic(code: "deploy.bindingUnknown", message: $0, pointer: "/\(name)") }
        }
        let unset =
            "Environment variables are not set: "
            + variables.map { name in
                name + (NearestName.nearest(to: name, among: known).map { " (\($0) is set)" } ?? "")
            }.joined(separator: ", ")
            + ". Set them with POST /api/env-vars, or in the workflow's envVars, and deploy again."
        let texts = unknown.map(\.message) + (variables.isEmpty ? [] : [unset])
        return PlatformError(
            .deployMissingEnvironment, texts.joined(separator: " "),
            details: unknown
                + variables.map {
                    Diagnostic(
                        code: ErrorCode.deployMissingEnvironment.rawValue,
                        message: "The environment variable \($0) is not set.\(NearestName.hint(for: $0, among: known))",
                        pointer: "/\($0)")
                })
    }

    /// Variables of a workflow that refer to global ones which do not exist.
    /// - Parameter known: The global ones that are set.
    static func unknownGlobals(
        _ references: [GlobalReference], known: some Collection<String>
    ) -> PlatformError {
        PlatformError(
            .deployUnknownGlobal,
            "Global environment variables are not set: "
                + Set(references.map(\.name)).sorted().joined(separator: ", ")
                + ". Set them, or change the workflow's envVars that refer to them.",
            details: references.map {
                Diagnostic(
                    code: ErrorCode.deployUnknownGlobal.rawValue,
                    message: "The variable \($0.variable) refers to \($0.name), which is not set."
                        + NearestName.hint(for: $0.name, among: known),
                    pointer: "/\($0.variable)")
            })
    }

    /// Workflows that the deployed one calls; pointers refer to the version's document.
    static func servicesNotDeployed(_ problems: [Diagnostic]) -> PlatformError {
        PlatformError(.deployServiceNotDeployed, summary(of: problems, in: "The version"), details: problems)
    }

    /// Credentials that the provider refused during a deploy.
    static func credentialsRefused(provider: String, reason: String) -> PlatformError {
        PlatformError(
            .deployCredentials,
            "Provider \"\(provider)\" refuses the connection's credentials: \(reason) "
                + "Update them with PATCH /api/connections/:id and deploy again.",
            details: [
                Diagnostic(code: ErrorCode.deployCredentials.rawValue, message: reason, pointer: "/connectionId")
            ])
    }

    /// - Parameter connection: Its name.
    static func notDeployed(to connection: String) -> PlatformError {
        PlatformError(
            .workflowNotDeployed,
            "The workflow is not deployed to the connection \"\(connection)\". Deploy it there, or choose one that GET "
                + "/api/workflows/:id/deployments lists as active.")
    }
}

extension Artifact {
    /// By name, why what the environment has to have cannot be a variable, going by how code uses it.
    fileprivate var unknownBindings: [String: String] {
        let reasons = bindings.compactMap { binding in
            binding.settings[Binding.unknown]?.string.map { (binding.name, $0) }
        }
        return Dictionary(reasons, uniquingKeysWith: { first, _ in first })
    }
}
