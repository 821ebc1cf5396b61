import JSON
import Storage
import Values

/// The environment variables that all workflows of an organization or of a project see.
package struct Variables: Sendable {
    let storage: any StorageDriver
    let secrets: SecretBox
    let rollout: SecretRollout

    /// - Parameter project: `nil` lists the organization's own.
    package func list(
        _ caller: Caller, of project: ProjectID?, _ request: PageRequest
    ) async throws -> Page<SharedVariable> {
        try await storage.read { database in
            let project = try project.map { try database.project($0, of: caller).id }
            return try Table(VariableRecord.self, in: database).page(
                request, of: caller.organization, project: project)
        }.map(SharedVariable.init)
    }

    package func get(_ caller: Caller, _ id: VariableID) async throws -> SharedVariable {
        SharedVariable(try await storage.read { try $0.variable(id, of: caller) })
    }

    /// Which workflows read a variable, and which deployments do not have its value yet.
    package func uses(_ caller: Caller, of id: VariableID) async throws -> VariableUses {
        let rules = CredentialRules(rollout.contributions, of: caller.organization)
        return try await storage.read { [secrets] database in
            try database.uses(of: database.variable(id, of: caller), caller, secrets, rules)
        }
    }

    package func create(
        _ caller: Caller, in project: ProjectID?, _ variable: Variable
    ) async throws -> SharedVariable {
        var problems = Problems()
        variable.check(at: .root, &problems)
        if variable.isMasked {
            problems.add("masked", "the variable has no secret value yet; send one", at: Self.value)
        }
        try problems.throwIfAny()
        defer { rollout.request(caller.organization) }
        return try await storage.transaction { [secrets] database in
            let project = try project.map { try database.project($0, of: caller).id }
            let now = Timestamp.now
            let id = VariableID.make(at: now)
            let record = VariableRecord(
                id: id, organization: caller.organization, project: project, position: 0, name: variable.name,
                value: try VariableRecord.kept(variable, as: id, sealedBy: secrets), isSecret: variable.isSecret,
                createdAt: now, updatedAt: now)
            try unlessTaken(record.name) { try Table(in: database).insert(record) }
            try database.audit(caller, .variableCreated, id.text, ["name": .string(record.name)])
            return SharedVariable(record)
        }
    }

    /// A masked value keeps the secret. A secret that becomes plain needs its value: nobody reads one by a change.
    package func update(
        _ caller: Caller, _ id: VariableID, _ change: VariableChange
    ) async throws -> SharedVariable {
        defer { rollout.request(caller.organization) }
        return try await storage.transaction { [secrets] database in
            var record = try database.variable(id, of: caller)
            let isSecret = change.isSecret ?? record.isSecret
            let keeps = change.value == nil || (record.isSecret && change.value == Variable.mask)
            var problems = Problems()
            if keeps, record.isSecret, !isSecret {
                problems.add("masked", "a secret that becomes plain needs its value again", at: Self.value)
            }
            let variable = Variable(
                name: change.name ?? record.name,
                value: keeps ? try record.opened(by: secrets) : change.value ?? "", isSecret: isSecret)
            variable.check(at: .root, &problems)
            if !keeps, variable.isMasked {
                problems.add("masked", "the variable has no secret value yet; send one", at: Self.value)
            }
            try problems.throwIfAny()
            record.name = variable.name
            record.value = try VariableRecord.kept(variable, as: id, sealedBy: secrets)
            record.isSecret = isSecret
            record.updatedAt = .now
            try unlessTaken(record.name) { try Table(in: database).update(record) }
            try database.audit(caller, .variableChanged, id.text, ["name": .string(record.name)])
            return SharedVariable(record)
        }
    }

    package func delete(_ caller: Caller, _ id: VariableID) async throws {
        defer { rollout.request(caller.organization) }
        try await storage.transaction { database in
            let record = try database.variable(id, of: caller)
            try Table(VariableRecord.self, in: database).delete(id)
            try database.audit(caller, .variableDeleted, id.text, ["name": .string(record.name)])
        }
    }

    private static let value = JSONPointer.root.appending("value")

    private func unlessTaken(_ name: String, _ write: () throws -> Void) throws {
        do { try write() } catch StorageError.duplicate {
            throw PlatformError.variableExists(name)
        }
    }
}
