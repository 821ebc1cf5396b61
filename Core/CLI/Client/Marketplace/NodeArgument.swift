import ArgumentParser
import JSON

/// The package that a command is about.
struct NodeArgument: ParsableArguments {
    @Argument(help: "The package: its id, and @VERSION for another version than the latest.")
    var node: String

    var id: String { String(node.prefix { $0 != "@" }) }

    var version: String? {
        let version = node.drop { $0 != "@" }.dropFirst()
        return version.isEmpty ? nil : String(version)
    }

    /// As requests name it.
    var body: JSONObject {
        var body: JSONObject = ["nodeId": .string(id)]
        body["version"] = version.map(JSONValue.string)
        return body
    }
}
