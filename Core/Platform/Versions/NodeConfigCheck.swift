import JSON
import PluginHost
import PluginMessages

/// Has the plugins of a document's nodes check what only they can.
struct NodeConfigCheck {
    let registry: ContributionRegistry

    /// - Parameter ir: A document without errors.
    func problems(of ir: JSONValue) async throws -> [Diagnostic] {
        try await withThrowingTaskGroup(of: (Int, [Diagnostic]).self) { group in
            for (index, node) in (ir["nodes"]?.array ?? []).enumerated() {
                guard let type = node["type"]?.string, let version = node["version"]?.string,
                    let services = registry.services(of: type, version: version), services.kinds.contains(.validate)
                else { continue }
                group.addTask {
                    do throws(PluginFailure) {
                        let problems = try await services.validate(node["data"]?.object ?? [:])
                        return (index, problems.map { $0.diagnostic(index, node["id"]?.string) })
                    } catch {
                        throw PlatformError.plugin(type, error)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}

extension NodeProblem {
    fileprivate func diagnostic(_ index: Int, _ node: String?) -> Diagnostic {
        var pointer = JSONPointer.root.appending("nodes").appending(index).appending("data")
        if let field { pointer = pointer.appending(field) }
        return Diagnostic(severity, code: "ir.data.plugin", message: message, pointer: pointer.text, nodeId: node)
    }
}
