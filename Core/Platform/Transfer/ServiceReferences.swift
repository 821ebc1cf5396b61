import IR
import JSON

/// References of documents to the deployed services of other workflows, whose names providers make of workflows' ids:
/// when the workflows get other ids, what points to them is changed with them.
struct ServiceReferences {
    /// Old and new ids, without punctuation.
    private let ids: [(old: String, new: String)]
    private let whole: [String: String]

    /// The shortest end of an id that names a service.
    private static let shortestEnd = 8

    init(_ ids: [String: String]) {
        whole = ids
        self.ids = ids.map { (old: Self.compact($0), new: Self.compact($1)) }
    }

    private static func compact(_ id: String) -> String {
        id.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// A document that refers to the new ids.
    /// - Parameter outside: Called with each reference that points to none of the workflows.
    func changed(_ ir: JSONValue, outside: (_ pointer: JSONPointer, _ service: String) -> Void) -> JSONValue {
        guard var document = ir.object, var nodes = document["nodes"]?.array else { return ir }
        for index in nodes.indices {
            guard var node = nodes[index].object, let key = Self.key(node["type"]?.string),
                var data = node["data"]?.object, let service = data[key]?.string
            else { continue }
            if let changed = changed(service) {
                data[key] = .string(changed)
                node["data"] = .object(data)
                nodes[index] = .object(node)
            } else {
                outside(.root.appending("nodes").appending(index).appending("data").appending(key), service)
            }
        }
        document["nodes"] = .array(nodes)
        return .object(document)
    }

    /// Where a node of a type names the service that it calls.
    private static func key(_ type: String?) -> String? {
        switch type.flatMap(BuiltInNode.init(rawValue:)) {
        case .subWorkflow: "workflowId"
        case .subScript: "workerName"
        default: nil
        }
    }

    private func changed(_ service: String) -> String? {
        if let id = whole[service] { return id }
        let parts = service.split(separator: "-", omittingEmptySubsequences: false)
        guard let end = parts.last, end.count >= Self.shortestEnd,
            let id = ids.first(where: { $0.old.hasSuffix(end) })
        else { return nil }
        return (parts.dropLast() + [id.new.suffix(end.count)]).joined(separator: "-")
    }
}
