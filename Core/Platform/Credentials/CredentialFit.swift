import Errors
import JSON
import PluginHost
import PluginMessages
import Storage

/// Holds the nodes of a document against the types of the credentials that they name.
struct CredentialFit {
    private let registry: ContributionRegistry
    private let types: CredentialTypes
    private let records: [CredentialRecord]

    /// - Parameter records: Those that the document's project sees.
    init(_ registry: ContributionRegistry, _ records: [CredentialRecord]) {
        self.registry = registry
        types = CredentialTypes(registry.credentialTypes)
        self.records = records
    }

    /// Of each node whose credential exists and is of another type than its code can use.
    func problems(of ir: JSONValue, _ severity: Diagnostic.Severity) -> [Diagnostic] {
        (ir["nodes"]?.array ?? []).enumerated().compactMap { index, node in
            guard let name = node["data"]?["credential"]?.string, let type = node["type"]?.string,
                let record = records.first(where: { $0.name == name }), types.find(record.type) != nil,
                let fitting = fitting(type, version: node["version"]?.string ?? ""),
                !fitting.contains(record.type)
            else { return nil }
            let id = node["id"]?.string
            return Diagnostic(
                severity, code: ErrorCode.deployCredentialType.rawValue,
                message:
                    "The credential \"\(name)\" of the node \"\(id ?? type)\" has the type \"\(record.type)\", which does not "
                    + "fit \(type); expected \(fitting.joined(separator: ", ")).",
                pointer: "/nodes/\(index)/data/credential", nodeId: id)
        }
    }

    /// - Throws: ``PlatformError/unfitCredentials(_:)``
    func check(_ ir: JSONValue) throws(PlatformError) {
        let problems = problems(of: ir, .error)
        guard problems.isEmpty else { throw .unfitCredentials(problems) }
    }

    /// - Returns: `nil` for an unknown node, and for one whose `credential` is a field of its own.
    private func fitting(_ type: String, version: String) -> [String]? {
        guard let node = registry.definition(type: type, version: version),
            !node.configSchema.contains(where: { $0.name == "credential" })
        else { return nil }
        let fitting = types.fitting(node, own: registry.credentialTypes(ofNode: type)).map(\.id)
        return fitting.isEmpty ? nil : fitting
    }
}
