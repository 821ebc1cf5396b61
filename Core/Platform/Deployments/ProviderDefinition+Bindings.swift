import PluginMessages

extension ProviderDefinition {
    /// - Throws: ``PlatformError/rejected(_:)`` with all bindings of an artifact that the provider does not have.
    func checkBindings(of artifact: Artifact) throws(PlatformError) {
        guard let bindings else { return }
        let problems = artifact.bindings.filter { !bindings.contains($0.type) }.map { binding in
            Diagnostic(
                code: "deploy.bindingUnsupported",
                message:
                    "The binding \(binding.name) (\(binding.type)) is not supported by the provider \"\(id)\". Deploy the "
                    + "workflow with a connection to another provider, or remove the binding.")
        }
        guard problems.isEmpty else { throw .rejected(problems) }
    }
}
