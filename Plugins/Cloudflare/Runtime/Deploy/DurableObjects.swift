import JSON
import PluginMessages

/// The classes of Durable Objects that a Worker has, and what becomes of those that it had.
///
/// `exports` of "Metadata" of the API's reference
/// (https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/update/): the platform makes what a
/// class keeps when it first comes, and deletes or renames that only when it is told to.
struct DurableObjects: Sendable {
    static let bindingType = "durable_object_class"

    let classes: [String]

    init(_ artifact: Artifact) {
        classes = artifact.bindings.filter { $0.type == Self.bindingType }.map(\.name)
    }

    /// - Throws: `cloudflare.config` where the configuration does not fit the code.
    func exports(_ changes: DeployConfiguration.DurableObjectChanges) throws(PluginFailure) -> JSONObject {
        let root = JSONPointer.root.appending("durableObjects")
        var problems: [ConfigurationReader.Problem] = []
        var exports = JSONObject(classes.map { ($0, ["type": "durable-object", "storage": "sqlite"]) })
        for name in changes.deleted {
            if classes.contains(name) {
                problems.append(
                    .init(pointer: root.appending("deleted").text, message: "names \(name), which the code still has"))
            }
            exports[name] = ["type": "durable-object", "state": "deleted"]
        }
        for (name, new) in changes.renamed.sorted(by: { $0.key < $1.key }) {
            let pointer = root.appending("renamed").appending(name).text
            if classes.contains(name) {
                problems.append(.init(pointer: pointer, message: "is a class that the code still has"))
            }
            if !classes.contains(new) {
                problems.append(.init(pointer: pointer, message: "must be a class of the code, which has no \(new)"))
            }
            exports[name] = ["type": "durable-object", "state": "renamed", "renamed_to": .string(new)]
        }
        guard problems.isEmpty else { throw PluginFailure(configuration: problems) }
        return exports
    }
}
