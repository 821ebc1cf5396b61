import JSON
import Storage

extension SQLConnection {
    /// The organization's workflows that have a node in a stored version, by name.
    func uses(of node: String, in organization: OrganizationID) throws -> [NodeUse] {
        // The text is looked at first, so that only documents that may have the node are read.
        let rows = try query(
            """
            SELECT workflows.id AS id, workflows.name AS name, versions.ir AS ir
                FROM versions JOIN workflows ON workflows.id = versions.workflow_id
                WHERE workflows.organization_id = $1 AND versions.ir LIKE $2
                ORDER BY workflows.name, workflows.id
            """, [organization, "%\"\(node)\"%"])
        var uses: [NodeUse] = []
        for row in rows {
            let id: WorkflowID = try row["id"]
            let nodes = try JSONValue(parsing: row["ir"] as String)["nodes"]?.array ?? []
            let versions = Set(nodes.filter { $0["type"]?.string == node }.compactMap { $0["version"]?.string })
            guard !versions.isEmpty else { continue }
            if let last = uses.last, last.workflow == id {
                uses[uses.count - 1] = NodeUse(
                    workflow: id, name: last.name, versions: last.versions.union(versions))
            } else {
                uses.append(NodeUse(workflow: id, name: try row["name"], versions: versions))
            }
        }
        return uses
    }
}
