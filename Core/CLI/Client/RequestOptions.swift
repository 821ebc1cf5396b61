import ArgumentParser

/// The options and arguments of a command, by the members of the request that they become: errors of the API name members,
/// which whoever types a command does not see.
struct RequestOptions: Sendable {
    private var names: [String: String] = [:]

    /// Members with another name than the property that has their value.
    private static let others = [
        "connectionId": "--connection", "versionId": "--version", "projectId": "--project", "targetProjectId": "--to",
        "isSecret": "--secret", "value": "the value", "expiresAt": "--expires", "scopes": "--scope", "nodeId": "<node>",
        "from": "--from", "events": "--event",
    ]

    /// Of a request that the person wrote.
    init() {}

    init(of command: some ParsableArguments) {
        names = Self.names(in: command)
        names.merge(Self.others) { $1 }
        // --url is the server's.
        names["url"] = names["address"]
    }

    static func names(in arguments: any ParsableArguments) -> [String: String] {
        Mirror(reflecting: arguments).children.reduce(into: [:]) { names, child in
            guard let property = child.value as? any RequestProperty else { return }
            names.merge(property.options(of: (child.label ?? "").drop { $0 == "_" })) { $1 }
        }
    }

    /// A sentence of the API, with commands in place of requests.
    func translate(_ text: String) -> String { names.isEmpty ? text : CommandHints(text).text }

    /// Members whose values are data of the person, not words of the command line.
    private static let data: Set<String> = [
        "params", "payload", "ir", "body", "credentials", "values", "pins", "envVars", "deployConfig", "triggerCode",
        "dependencies", "changes", "sql", "document",
    ]

    /// Whether a member of a request is an option or an argument itself, such as a name, rather than data that is passed.
    func isArgument(_ pointer: String) -> Bool {
        guard let member = pointer.split(separator: "/").first, pointer.hasPrefix("/") else { return false }
        return names[String(member)] != nil && !Self.data.contains(String(member))
    }

    /// A place in the request as the command names it; the pointer itself for what no option sets.
    func place(of pointer: String) -> String {
        let parts = pointer.split(separator: "/", maxSplits: 1)
        guard pointer.hasPrefix("/"), let member = parts.first, let name = names[String(member)] else { return pointer }
        return parts.count > 1 ? "\(name) /\(parts[1])" : name
    }
}
