import JSON
import PluginMessages
import Storage

/// The layouts of workflows.
package struct Layouts: Sendable {
    let storage: any StorageDriver

    /// - Returns: An empty one where none was set.
    package func get(_ caller: Caller, of id: WorkflowID) async throws -> Layout {
        try await storage.read { database in
            let workflow = try database.workflow(id, of: caller).id
            let record = try Table(LayoutRecord.self, in: database).find(workflow)
            return try record.map(Layout.init) ?? Layout(nodes: [:], viewport: nil)
        }
    }

    /// Takes the place of the layout that there was.
    package func set(_ caller: Caller, of id: WorkflowID, to layout: Layout) async throws -> Layout {
        try await storage.transaction { database in
            let workflow = try database.workflow(id, of: caller).id
            let table = Table(LayoutRecord.self, in: database)
            let now = Timestamp.now
            let record = LayoutRecord(
                workflow: workflow, nodes: JSONValue.object(layout.nodes).text,
                viewport: layout.viewport.map { JSONValue.object($0).text },
                createdAt: try table.find(workflow)?.createdAt ?? now, updatedAt: now)
            try table.replace(record)
            return try Layout(record)
        }
    }
}
