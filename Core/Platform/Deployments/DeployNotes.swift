import PluginMessages

extension Artifact {
    /// The warnings of a version, repeated where it is deployed.
    var warningNotes: [String] {
        let warnings = warnings.filter { $0.severity == .warning }
        let notes = warnings.prefix(Self.mostWarnings).map(\.note)
        guard warnings.count > notes.count else { return notes }
        return notes + ["\(warnings.count - notes.count) more warnings are in the version's \"warnings\"."]
    }

    /// More than this nobody reads in a deployment.
    private static let mostWarnings = 20
}

extension Diagnostic {
    /// As a sentence of its own.
    var note: String {
        let place = pointer.isEmpty ? "" : "\(pointer)\(line.map { ", line \($0)" } ?? ""): "
        return place + message
    }
}

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
