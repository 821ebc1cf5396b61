import JSON
import PluginMessages

/// A deployment as the journal keeps it. Its code lies in its folder.
struct DeploymentRecord: Sendable {
    let id: String
    let service: String
    let className: String
    /// Variables and secrets: the journal's file is readable by its owner only.
    let environment: [String: String]
    /// Members of `env` that are workflows, and the services they run.
    let workflows: [String: String]
    /// The program imports modules of Node.
    let usesNodeModules: Bool
    let lineMap: LineMap

    /// What the journal keeps besides the columns that it looks for.
    var json: JSONValue {
        [
            "className": .string(className), "environment": Self.object(environment),
            "workflows": Self.object(workflows), "usesNodeModules": .bool(usesNodeModules), "lineMap": lineMap.json,
        ]
    }

    private static func object(_ texts: [String: String]) -> JSONValue {
        .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    static func texts(_ value: JSONValue) -> [String: String] {
        Dictionary((value.object ?? [:]).compactMap { member in member.value.string.map { (member.key, $0) } }) { $1 }
    }
}

extension DeploymentRecord {
    init(id: String, service: String, json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            id: id, service: service, className: try reader.string("className"),
            environment: Self.texts(try reader.value("environment")),
            workflows: Self.texts(try reader.value("workflows")), usesNodeModules: try reader.bool("usesNodeModules"),
            lineMap: LineMap(json: try reader.value("lineMap")))
    }
}
