import Storage

/// What a caller may see, or an error that says it is not there.
extension SQLConnection {
    func workflow(_ id: WorkflowID, of caller: Caller) throws -> WorkflowRecord {
        try existing(.workflow, id.text, Table(WorkflowRecord.self, in: self).find(id, of: caller.project))
    }

    func project(_ id: ProjectID, of caller: Caller) throws -> ProjectRecord {
        try project(id, of: caller) { caller.reaches($0.id) }
    }

    /// A project that the caller may change.
    func managedProject(_ id: ProjectID, of caller: Caller) throws -> ProjectRecord {
        try project(id, of: caller, where: caller.manages)
    }

    private func project(
        _ id: ProjectID, of caller: Caller, where isReached: (ProjectRecord) -> Bool
    ) throws -> ProjectRecord {
        let projects = Table(ProjectRecord.self, in: self)
        guard let record = try projects.find(id, of: caller.organization) else {
            throw PlatformError.unknownProject(
                id.text, among: try projects.all(of: caller.organization).filter(isReached))
        }
        guard isReached(record) else { throw PlatformError.unreachedProject(id, key: caller.project) }
        return record
    }

    func variable(_ id: VariableID, of caller: Caller) throws -> VariableRecord {
        let record = try Table(VariableRecord.self, in: self).find(id, of: caller.organization)
        return try existing(.variable, id.text, record.flatMap { caller.reaches($0.project) ? $0 : nil })
    }

    func version(_ id: VersionID, of workflow: WorkflowID) throws -> VersionRecord {
        try existing(.version, id.text, Table(VersionRecord.self, in: self).find(id, of: workflow))
    }

    func connection(_ id: ConnectionID, of caller: Caller) throws -> ConnectionRecord {
        try existing(.connection, id.text, Table(ConnectionRecord.self, in: self).find(id, of: caller.organization))
    }

    func deployment(_ id: DeploymentID, of caller: Caller) throws -> DeploymentRecord {
        let record = try Table(DeploymentRecord.self, in: self).find(id)
        return try existing(
            .deployment, id.text, record.flatMap { $0.project == caller.project && !$0.isTest ? $0 : nil })
    }

    func runJob(_ id: RunJobID, of caller: Caller) throws -> RunJobRecord {
        try existing(.runJob, id.text, Table(RunJobRecord.self, in: self).find(id, of: caller.project))
    }

    /// A run of any workflow.
    /// - Parameter id: The run's, or its instance's.
    func run(_ id: RunID, of caller: Caller) throws -> RunRecord {
        let runs = Table(RunRecord.self, in: self)
        return try existing(
            .run, id.text, runs.find(id, in: caller.project) ?? runs.find(instance: id.text, in: caller.project))
    }

    /// - Parameter id: The run's, or its instance's.
    func run(_ id: RunID, of workflow: WorkflowID) throws -> RunRecord {
        try existing(.run, id.text, knownRun(id, of: workflow))
    }

    /// - Parameter id: The run's, or its instance's.
    func knownRun(_ id: RunID, of workflow: WorkflowID) throws -> RunRecord? {
        let runs = Table(RunRecord.self, in: self)
        return try runs.find(id, of: workflow) ?? runs.find(instance: id.text, of: workflow)
    }

    func existing<Record>(_ entity: PlatformError.Entity, _ id: String, _ record: Record?) throws -> Record {
        guard let record else { throw PlatformError.unknown(entity, id: id) }
        return record
    }
}

extension StorageDriver {
    /// - Throws: ``PlatformError/operatorOnly`` for callers of other organizations than the first.
    func requireOperator(_ caller: Caller) async throws {
        let first = try await read { try Table(OrganizationRecord.self, in: $0).oldest() }
        guard first?.id == caller.organization else { throw PlatformError.operatorOnly }
    }

    /// For changes of what all organizations and projects share.
    /// - Throws: ``PlatformError/operatorOnly``, also for keys of one project, and ``PlatformError/missingRole(_:)``.
    func requireOperation(_ caller: Caller) async throws {
        try await requireOperator(caller)
        switch caller.credential {
        case .key(let id): guard id == nil || caller.reach == .organization else { throw PlatformError.operatorOnly }
        case .session: try caller.requireSession(.admin)
        }
    }
}
