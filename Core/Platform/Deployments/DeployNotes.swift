import PluginMessages

extension DeployResult {
    /// The result with notes before the provider's own.
    func adding(_ more: [String]) -> DeployResult {
        DeployResult(serviceName: serviceName, url: url, reference: reference, notes: more + (notes ?? []))
    }
}

extension DeployPreview {
    /// The preview with notes before the provider's own.
    func adding(_ more: [String]) -> DeployPreview {
        DeployPreview(serviceName: serviceName, changes: changes, details: details, notes: more + (notes ?? []))
    }
}
