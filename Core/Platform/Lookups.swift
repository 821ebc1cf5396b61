import Storage

/// What a caller may see, or an error that says it is not there.
extension SQLConnection {
    func workflow(_ id: WorkflowID, of caller: Caller) throws -> WorkflowRecord {
        guard let record = try Table(WorkflowRecord.self, in: self).find(id, of: caller.project) else {
            throw PlatformError.unknown(.workflow, id: id.text)
        }
        return record
    }

    func project(_ id: ProjectID, of caller: Caller) throws -> ProjectRecord {
        guard let record = try Table(ProjectRecord.self, in: self).find(id, of: caller.organization) else {
            throw PlatformError.unknown(.project, id: id.text)
        }
        return record
    }

    func variable(_ id: VariableID, of caller: Caller) throws -> VariableRecord {
        guard let record = try Table(VariableRecord.self, in: self).find(id, of: caller.organization) else {
            throw PlatformError.unknown(.variable, id: id.text)
        }
        return record
    }

    func version(_ id: VersionID, of workflow: WorkflowID) throws -> VersionRecord {
        guard let record = try Table(VersionRecord.self, in: self).find(id, of: workflow) else {
            throw PlatformError.unknown(.version, id: id.text)
        }
        return record
    }

    func connection(_ id: ConnectionID, of caller: Caller) throws -> ConnectionRecord {
        guard let record = try Table(ConnectionRecord.self, in: self).find(id, of: caller.organization) else {
            throw PlatformError.unknown(.connection, id: id.text)
        }
        return record
    }

    /// - Parameter id: The run's, or its instance's.
    func run(_ id: RunID, of workflow: WorkflowID) throws -> RunRecord {
        guard let record = try knownRun(id, of: workflow) else { throw PlatformError.unknown(.run, id: id.text) }
        return record
    }

    /// - Parameter id: The run's, or its instance's.
    func knownRun(_ id: RunID, of workflow: WorkflowID) throws -> RunRecord? {
        let runs = Table(RunRecord.self, in: self)
        return try runs.find(id, of: workflow) ?? runs.find(instance: id.text, of: workflow)
    }
}

extension StorageDriver {
    /// - Throws: ``PlatformError/operatorOnly`` for callers of other organizations than the first.
    func requireOperator(_ caller: Caller) async throws {
        let first = try await read { try Table(OrganizationRecord.self, in: $0).oldest() }
        guard first?.id == caller.organization else { throw PlatformError.operatorOnly }
    }
}
