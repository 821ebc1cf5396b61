import JSON
import Storage

extension NodeMigration {
    /// The last document of a workflow.
    struct Document {
        let workflow: Workflow
        let ir: JSONValue

        /// - Returns: `nil` for a workflow that is not the caller's, or has no version.
        init?(_ id: WorkflowID, of caller: Caller, in database: any SQLConnection) throws {
            do { workflow = try Workflow(database.workflow(id, of: caller)) } catch let error as PlatformError
                where error.kind == .notFound
            { return nil }
            guard let last = try Table(VersionRecord.self, in: database).latest(of: id) else { return nil }
            ir = try JSONValue(parsing: last.ir)
        }

        /// - Returns: The document with another version of the node, and those that it had; `nil` when nothing differs.
        func moved(_ type: String, to version: String) -> (ir: JSONValue, from: [String])? {
            var from: Set<String> = []
            let nodes = (ir["nodes"]?.array ?? []).map { node -> JSONValue in
                guard node["type"]?.string == type, let old = node["version"]?.string, old != version,
                    var fields = node.object
                else { return node }
                from.insert(old)
                fields["version"] = .string(version)
                return .object(fields)
            }
            guard !from.isEmpty, var document = ir.object else { return nil }
            document["nodes"] = .array(nodes)
            return (.object(document), from.sorted())
        }
    }
}
