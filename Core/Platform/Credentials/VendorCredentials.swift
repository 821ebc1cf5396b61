import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// Accounts at vendors that nodes name: of an organization, or of one of its projects.
package struct VendorCredentials: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let rollout: SecretRollout

    /// What packages of other organizations contribute decides nothing about this one's accounts.
    func known(in organization: OrganizationID) -> CredentialTypes {
        CredentialTypes(contributions.registry(of: organization).credentialTypes)
    }

    package func types(in organization: OrganizationID) -> [CredentialType] { known(in: organization).all }

    /// The types whose accounts a node can use.
    package func types(for node: NodeDefinition, in organization: OrganizationID) -> [CredentialType] {
        let registry = contributions.registry(of: organization)
        return CredentialTypes(registry.credentialTypes).fitting(
            node, own: registry.credentialTypes(ofNode: node.id))
    }

    /// - Parameter project: `nil` lists the organization's own.
    package func list(
        _ caller: Caller, of project: ProjectID?, _ request: PageRequest
    ) async throws -> Page<VendorCredential> {
        try await storage.read { database in
            let project = try project.map { try database.project($0, of: caller).id }
            return try Table(CredentialRecord.self, in: database).page(
                request, of: caller.organization, project: project)
        }.map(shown)
    }

    package func get(_ caller: Caller, _ id: CredentialID) async throws -> VendorCredential {
        try shown(try await storage.read { try $0.credential(id, of: caller) })
    }

    package func create(
        _ caller: Caller, in project: ProjectID?, name: String, type id: String, values: JSONObject
    ) async throws -> VendorCredential {
        defer { rollout.request(caller.organization) }
        let record = try await storage.transaction { [self] database in
            let project = try project.map { try database.project($0, of: caller).id }
            let type = try type(id, in: caller.organization)
            try Problems.throwIfMasked(values, at: "values", of: "credential")
            try check(name: name, values, of: type)
            let now = Timestamp.now
            var record = CredentialRecord(
                id: .make(at: now), organization: caller.organization, project: project, name: name, type: id,
                values: "", state: type.firstState.rawValue, createdAt: now, updatedAt: now)
            try record.set(CredentialValues(fields: values), sealedBy: secrets)
            try unlessTaken(name) { try Table(in: database).insert(record) }
            try database.audit(
                caller, .credentialCreated, record.id.text, ["name": .string(name), "type": .string(id)])
            return record
        }
        return try shown(record)
    }

    /// - Parameters:
    ///   - name: `nil` leaves it.
    ///   - values: Those that become different: a masked value stays, `null` takes one away.
    package func update(
        _ caller: Caller, _ id: CredentialID, name: String?, values: JSONObject?
    ) async throws -> VendorCredential {
        defer { rollout.request(caller.organization) }
        let record = try await storage.transaction { [self] database in
            let old = try database.credential(id, of: caller)
            let type = try type(old.type, in: old.organization)
            var record = old
            var sealed = try record.opened(by: secrets)
            let before = sealed.fields
            for (key, value) in values ?? [:] where value.string != Variable.mask {
                sealed.fields[key] = value.isNull ? Optional<JSONValue>.none : value
            }
            record.name = name ?? record.name
            try check(name: record.name, sealed.fields, of: type)
            try checkAddresses(values ?? [:], before, sealed.fields, of: type)
            // A consent was given to one program, at one authorization server; so will be one that is asked for.
            // Its token goes to the type's addresses.
            if type.consented(before) != type.consented(sealed.fields)
                || type.addresses(before) != type.addresses(sealed.fields)
            {
                sealed.pending = nil
                if sealed.grant != nil { record.state = VendorCredential.State.unauthorized.rawValue }
                sealed.grant = nil
            }
            if values != nil { try record.set(sealed, sealedBy: secrets) }
            record.updatedAt = .now
            try unlessTaken(record.name) { try Table(in: database).update(record, from: old) }
            try database.audit(caller, .credentialChanged, id.text, ["name": .string(record.name)])
            return record
        }
        return try shown(record)
    }

    package func delete(_ caller: Caller, _ id: CredentialID) async throws {
        defer { rollout.request(caller.organization) }
        try await storage.transaction { database in
            let record = try database.credential(id, of: caller)
            try Table(CredentialRecord.self, in: database).delete(id)
            try database.audit(caller, .credentialDeleted, id.text, ["name": .string(record.name)])
        }
    }

    /// The active deployments whose programs have it.
    package func uses(_ caller: Caller, _ id: CredentialID) async throws -> [VendorCredential.Use] {
        let rules = CredentialRules(contributions, of: caller.organization)
        return try await storage.read { [secrets] database in
            let record = try database.credential(id, of: caller)
            let name = CredentialUse.variable(of: record.name)
            let variable = name.replacing("_", with: "!_")
            // A project's own credential hides the organization's of the same name.
            let rows = try database.query(
                """
                SELECT w.id AS workflow_id, w.name AS name, d.id AS deployment_id, d.project_id AS project_id
                FROM deployments d JOIN versions v ON v.id = d.version_id JOIN workflows w ON w.id = d.workflow_id
                WHERE d.organization_id = $1 AND d.status = 'active' AND v.artifact LIKE $2 ESCAPE '!' ORDER BY w.name, d.id
                """, [caller.organization, "%\"\(variable)\"%"])
            return try rows.compactMap { row -> VendorCredential.Use? in
                let project: ProjectID = try row["project_id"]
                guard caller.reaches(project),
                    try Table(CredentialRecord.self, in: database).all(visibleTo: project, of: caller.organization)
                        .contains(where: { $0.id == record.id })
                else { return nil }
                let workflow: WorkflowID = try row["workflow_id"]
                let deployment: DeploymentID = try row["deployment_id"]
                return VendorCredential.Use(
                    workflow: workflow, workflowName: try row["name"], deployment: deployment,
                    isStale: try database.isStale(name, of: deployment, workflow, secrets, rules))
            }
        }
    }

    func type(_ id: String, in organization: OrganizationID) throws(PlatformError) -> CredentialType {
        let known = known(in: organization)
        guard let type = known.find(id) else { throw .unknownCredentialType(id, known: known.all.map(\.id)) }
        return type
    }

    /// Fields to which a consent is bound.
    static let consented = ["authorizationUrl", "tokenUrl", "clientId", "testUrl"]

    /// A secret is sent where the person who entered it said: another address needs it again.
    private func checkAddresses(
        _ sent: JSONObject, _ before: JSONObject, _ after: JSONObject, of type: CredentialType
    ) throws(PlatformError) {
        var problems = Problems()
        problems.check(
            type.fields, movedFrom: (type.addresses(before), type.addresses(after)), sent: sent,
            values: (before, after), at: .root.appending("values"))
        try problems.throwIfAny()
    }

    private func check(name: String, _ values: JSONObject, of type: CredentialType) throws(PlatformError) {
        var problems = Problems()
        if name.wholeMatch(of: /[a-z][a-z0-9-]{0,62}/) == nil {
            problems.add(
                "pattern", "must be 1 to 63 lowercase letters, digits and hyphens, the first a letter",
                at: JSONPointer.root.appending("name"))
        }
        let pointer = JSONPointer.root.appending("values")
        problems.refuseNull(in: .object(values), at: pointer)
        for field in ["values", "variables", "authorizationParameters"] {
            guard let value = values[field], !value.isNull else { continue }
            if value.object?.contains(where: { $0.value.string == nil }) ?? true {
                problems.add("type", "must be an object of strings", at: pointer.appending(field))
            }
        }
        let wrong = SchemaCheck(type.fields, of: "values", noun: "value of this type").problems(of: values)
        let header = type.flow == .apiKey ? HeaderCheck(fields: type.values(values)).problems() : []
        guard problems.diagnostics.isEmpty, wrong.isEmpty, header.isEmpty else {
            throw .invalid(problems.diagnostics + wrong + header)
        }
    }

    /// What is shown: names of hosts and accounts as they are, secrets masked.
    func shown(_ record: CredentialRecord) throws -> VendorCredential {
        let fields = try record.opened(by: secrets).fields
        let open = Set(
            (known(in: record.organization).find(record.type)?.fields ?? []).filter {
                $0.type != .secret && $0.type != .json
            }.map(\.name))
        return VendorCredential(
            id: record.id, project: record.project, name: record.name, type: record.type,
            values: JSONObject(fields.map { ($0.key, open.contains($0.key) ? $0.value : .string(Variable.mask)) }),
            state: VendorCredential.State(rawValue: record.state) ?? .unauthorized, createdAt: record.createdAt,
            updatedAt: record.updatedAt)
    }

    private func unlessTaken(_ name: String, _ write: () throws -> Void) throws {
        do { try write() } catch StorageError.duplicate { throw PlatformError.credentialExists(name) }
    }
}

extension CredentialType {
    fileprivate var firstState: VendorCredential.State { flow == .authorizationCode ? .unauthorized : .ready }

    /// What a consent was given for.
    fileprivate func consented(_ entered: JSONObject) -> [JSONValue?] {
        let values = values(entered)
        return VendorCredentials.consented.map { values[$0] }
    }
}

extension SQLConnection {
    /// Whether a deployment has an old value of a variable.
    fileprivate func isStale(
        _ variable: String, of deployment: DeploymentID, _ workflow: WorkflowID, _ secrets: SecretBox,
        _ rules: CredentialRules
    ) throws -> Bool {
        guard let record = try Table(DeploymentRecord.self, in: self).find(deployment),
            let workflow = try Table(WorkflowRecord.self, in: self).find(workflow, in: record.organization)
        else { return false }
        return try CurrentEnvironment(of: workflow, secrets, rules, in: self).changes(of: record, in: self)[variable]
            != nil
    }

    func credential(_ id: CredentialID, of caller: Caller) throws -> CredentialRecord {
        let record = try Table(CredentialRecord.self, in: self).find(id, of: caller.organization)
        return try existing(.credential, id.text, record.flatMap { caller.reaches($0.project) ? $0 : nil })
    }
}
