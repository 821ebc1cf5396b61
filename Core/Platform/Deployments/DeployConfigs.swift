import JSON
import PluginHost
import PluginMessages
import Storage

/// How workflows are deployed to connections.
package struct DeployConfigs: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions

    package func get(
        _ caller: Caller, of workflow: WorkflowID, on connection: ConnectionID
    ) async throws -> DeployConfig {
        let registry = contributions.registry(of: caller.organization)
        return try await storage.read { try $0.deployConfig(caller, workflow, connection, registry) }
    }

    /// - Parameter config: All of it: a member that is left out is as the workflow, or the provider, says.
    package func set(
        _ caller: Caller, of workflow: WorkflowID, on connection: ConnectionID, to config: JSONObject
    ) async throws -> DeployConfig {
        let registry = contributions.registry(of: caller.organization)
        return try await storage.transaction { database in
            let provider = try registry.loadedProvider(database.connection(connection, of: caller).provider)
            let problems = SchemaCheck(
                provider.definition.configSchema, of: "", noun: "setting of this provider"
            ).problems(of: config)
            guard problems.isEmpty else { throw PlatformError.invalid(problems) }
            let now = Timestamp.now
            try Table(in: database).replace(
                DeployConfigRecord(
                    workflow: database.workflow(workflow, of: caller).id, connection: connection,
                    config: JSONValue.object(config).text, createdAt: now, updatedAt: now))
            try database.audit(
                caller, .deployConfigSet, workflow.text, ["connectionId": .string(connection.text)])
            return try database.deployConfig(caller, workflow, connection, registry)
        }
    }

    /// From here on the workflow's own configuration is what counts.
    package func remove(_ caller: Caller, of workflow: WorkflowID, on connection: ConnectionID) async throws {
        try await storage.transaction { database in
            let workflow = try database.workflow(workflow, of: caller).id
            let connection = try database.connection(connection, of: caller).id
            try Table(DeployConfigRecord.self, in: database).remove(workflow, on: connection)
            try database.audit(
                caller, .deployConfigRemoved, workflow.text, ["connectionId": .string(connection.text)])
        }
    }
}

extension SQLConnection {
    fileprivate func deployConfig(
        _ caller: Caller, _ workflow: WorkflowID, _ connection: ConnectionID, _ registry: ContributionRegistry
    ) throws -> DeployConfig {
        let workflow = try self.workflow(workflow, of: caller)
        let connection = try self.connection(connection, of: caller)
        return try DeployConfig(
            registry.loadedProvider(connection.provider).definition, workflow: workflow,
            own: Table(DeployConfigRecord.self, in: self).find(workflow.id, on: connection.id))
    }
}
