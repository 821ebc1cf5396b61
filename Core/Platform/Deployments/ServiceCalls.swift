import JSON
import PluginMessages
import Storage
import Values

/// The nodes of a document that call other workflows and functions, for what is wrong with what they call.
struct ServiceCalls {
    /// The version's document.
    let ir: String

    private struct Node {
        let id: String?
        let pointer: String

        var caller: String { id.map { "The node \"\($0)\"" } ?? "The workflow" }
    }

    func notDeployed(_ service: String, _ other: WorkflowRecord) throws -> Diagnostic {
        let node = try node(calling: service)
        return Diagnostic(
            code: "deploy.serviceNotDeployed",
            message: "\(node.caller) calls \"\(other.name)\", which is not deployed with this connection. "
                + "Deploy it first with POST /api/workflows/\(other.id)/deploy.", pointer: node.pointer, nodeId: node.id
        )
    }

    /// - Parameter known: What it may have meant.
    func unknown(_ service: String, known: () throws -> [String]) throws -> Diagnostic {
        let node = try node(calling: service)
        let nearest = NearestName.nearest(to: service, among: try known()).map { " Did you mean \"\($0)\"?" } ?? ""
        return Diagnostic(
            code: "deploy.serviceUnknown",
            message:
                "\(node.caller) calls \"\(service)\", which is not the id of a workflow or the name of a service that is "
                + "deployed with this connection.\(nearest)", pointer: node.pointer, nodeId: node.id)
    }

    /// - Returns: `nil` when a workflow or function can be called by what a binding is made for.
    func wrongKind(_ service: String, _ other: WorkflowRecord, for binding: Binding) throws -> Diagnostic? {
        let isFunction = other.kind == Program.Kind.script.rawValue
        let message: String
        switch binding.type {
        case "workflow" where isFunction: message = "is a function. A sub_workflow starts workflows; use a sub_script."
        case "service" where !isFunction:
            message = "is a workflow. A sub_script calls functions; use a sub_workflow."
        default: return nil
        }
        let node = try node(calling: service)
        return Diagnostic(
            code: "deploy.serviceKind", message: "\(node.caller) calls \"\(other.name)\", which \(message)",
            pointer: node.pointer, nodeId: node.id)
    }

    private static let fields = ["workflowId", "workerName"]

    /// Whether a node calls one of some services.
    func names(any services: Set<String>) throws -> Bool {
        (try JSONValue(parsing: ir)["nodes"]?.array ?? []).contains { node in
            Self.fields.contains { node["data"]?[$0]?.string.map(services.contains) == true }
        }
    }

    private func node(calling service: String) throws -> Node {
        let nodes = try JSONValue(parsing: ir)["nodes"]?.array ?? []
        for (index, value) in nodes.enumerated() {
            guard let field = Self.fields.first(where: { value["data"]?[$0]?.string == service }) else { continue }
            return Node(id: value["id"]?.string, pointer: "/nodes/\(index)/data/\(field)")
        }
        return Node(id: nil, pointer: "")
    }
}
