import JSON

/// What an upload's `exports` make of a Worker's classes of Durable Objects, as the specification of the API's `Metadata` says.
struct DurableObjectRules: Sendable {
    let exports: ModuleExports

    /// - Parameter provisioned: The classes that have namespaces.
    /// - Returns: Those that have them from now on.
    func resolve(_ given: JSONObject, provisioned: [String]) throws -> [String] {
        var classes = Set(provisioned)
        let live = given.filter {
            $0.value["type"] == "durable-object" && ($0.value["state"] ?? "created") == "created"
        }
        for (name, value) in live {
            guard isExported(name) else { throw Self.refusal("The class \(name) is not exported by the Worker") }
            guard value["storage"] == "sqlite" else { throw Self.refusal("\(name) must have the storage sqlite") }
        }
        for (name, value) in given where value["type"] == "durable-object" {
            switch value["state"]?.string ?? "created" {
            case "created": continue
            case "deleted":
                guard !isExported(name) else { throw Self.refusal("The deleted class \(name) is still in the code") }
                classes.remove(name)
            case "renamed":
                guard let new = value["renamed_to"]?.string, given[new] != nil else {
                    throw Self.refusal("\(name) must be renamed to a class of the exports")
                }
                if classes.remove(name) != nil { classes.insert(new) }
            default: throw Self.refusal("The state of \(name) is unknown")
            }
        }
        classes.formUnion(live.map(\.key))
        if let lost = classes.sorted().first(where: { !isExported($0) }) {
            throw Self.refusal(
                "New version of script does not export class '\(lost)' which is depended on by existing Durable Objects"
            )
        }
        return classes.sorted()
    }

    private func isExported(_ name: String) -> Bool {
        exports.named.contains { $0.name == name && $0.kind == "durable-object" }
    }

    private static func refusal(_ message: String) -> APIError { .invalid(message, code: 10064) }
}
