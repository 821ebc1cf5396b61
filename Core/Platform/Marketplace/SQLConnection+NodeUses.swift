import JSON
import Marketplace
import Storage

extension SQLConnection {
    /// The organization's workflows that have one of some nodes in a stored version, by name, and those nodes. A node with
    /// another name than its package's is named with its versions.
    func uses(
        of nodes: [String], package: String, in organization: OrganizationID
    ) throws -> (uses: [NodeUse], nodes: Set<PackageContents.Node>) {
        var found: [WorkflowID: NodeUse] = [:]
        var used: Set<PackageContents.Node> = []
        for node in nodes {
            for use in try uses(of: node, in: organization) {
                used.formUnion(use.versions.map { PackageContents.Node(id: node, version: $0) })
                let versions = node == package ? use.versions : Set(use.versions.map { "\(node)@\($0)" })
                found[use.workflow] = NodeUse(
                    workflow: use.workflow, name: use.name,
                    versions: versions.union(found[use.workflow]?.versions ?? []))
            }
        }
        return (found.values.sorted { ($0.name, $0.workflow.text) < ($1.name, $1.workflow.text) }, used)
    }

    /// The organization's connections to the providers of a package, by name, with the workflows that are deployed there.
    func connections(to providers: some Sequence<String>, in organization: OrganizationID) throws -> [ConnectionUse] {
        let workflows = Table(WorkflowRecord.self, in: self)
        let own = try Table(ConnectionRecord.self, in: self).all(to: Set(providers).sorted()).filter {
            $0.organization == organization
        }
        return try own.map { connection in
            let deployed = try Table(DeploymentRecord.self, in: self).inUse(on: connection.id)
            let names = try deployed.compactMap { try workflows.find($0.workflow, of: $0.project)?.name }
            return ConnectionUse(
                connection: connection.id, name: connection.name, provider: connection.provider,
                workflows: Set(names).sorted())
        }.sorted { ($0.name, $0.connection.text) < ($1.name, $1.connection.text) }
    }

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

extension SQLConnection {
    /// - Throws: ``PlatformError/contributed(package:_:by:)`` when another package of the organization provides the same.
    func checkOthers(than package: String, _ contents: PackageContents, in organization: OrganizationID) throws {
        let others = try Table(NodeInstallationRecord.self, in: self).all(of: organization).filter {
            $0.node != package && $0.isCurrent
        }
        for other in others {
            guard let what = try contents.shared(with: self.contents(of: other.node, other.version)) else { continue }
            throw PlatformError.contributed(package: package, what, by: "The package \"\(other.node)\"")
        }
    }
}

extension PackageContents {
    /// The first that two packages would both provide, and that an organization can have once.
    func shared(with other: PackageContents) -> String? {
        if let provider = providers.first(where: other.providers.contains) { return "the provider \"\(provider)\"" }
        let endpoint = endpoints.first { own in other.endpoints.contains { own.conflicts(with: $0) } }
        return endpoint.map { "the endpoint \($0.method) \($0.path)" }
    }
}
