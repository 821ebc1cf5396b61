import ArgumentParser
import Foundation

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
        add(command)
        names.merge(Self.others) { $1 }
        // --url is the server's.
        names["url"] = names["address"]
    }

    private mutating func add(_ arguments: any ParsableArguments) {
        for child in Mirror(reflecting: arguments).children {
            let name = (child.label ?? "").drop { $0 == "_" }
            switch child.value {
            case let group as any NestedArguments: add(group.arguments)
            case is any NamedValue: names[String(name)] = "--\(name.hyphenated)"
            case is any PositionalValue: names[String(name)] = "<\(name.hyphenated)>"
            default: break
            }
        }
    }

    /// A sentence of the API, with commands in place of requests.
    func translate(_ text: String) -> String { names.isEmpty ? text : CommandHints(text).text }

    /// A place in the request as the command names it; the pointer itself for what no option sets.
    func place(of pointer: String) -> String {
        let parts = pointer.split(separator: "/", maxSplits: 1)
        guard pointer.hasPrefix("/"), let member = parts.first, let name = names[String(member)] else { return pointer }
        return parts.count > 1 ? "\(name) /\(parts[1])" : name
    }
}

private protocol NestedArguments { var arguments: any ParsableArguments { get } }
private protocol NamedValue {}
private protocol PositionalValue {}

extension OptionGroup: NestedArguments {
    fileprivate var arguments: any ParsableArguments { wrappedValue }
}

extension Option: NamedValue {}
extension Flag: NamedValue {}
extension Argument: PositionalValue {}

extension Substring {
    /// As the argument parser spells a property's name.
    fileprivate var hyphenated: String {
        map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }
}
