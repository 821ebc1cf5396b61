import Crypto
import Storage
import Values

/// What is stored of a resource, as its entity tag names it: the same text for the same state.
package struct ResourceState: Sendable, Hashable {
    package let text: String
    /// `false` for what can be set and is not.
    package let isSet: Bool

    fileprivate init(_ values: [SQLValue], isSet: Bool = true) {
        var hash = SHA256()
        for value in values {
            let (kind, bytes) = value.bytes
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: [kind])
            hash.update(data: bytes)
        }
        text = Hex.text(hash.finalize().prefix(12))
        self.isSet = isSet
    }
}

extension SQLValue {
    fileprivate var bytes: (kind: UInt8, [UInt8]) {
        switch self {
        case .null: (0, [])
        case .integer(let number): (1, Array("\(number)".utf8))
        case .real(let number): (2, Array("\(number)".utf8))
        case .text(let text): (3, Array(text.utf8))
        case .blob(let bytes): (4, bytes)
        }
    }
}

extension SQLConnection {
    /// - Returns: `nil` for what is not there for the caller.
    func state(of name: ResourceName, for caller: Caller) throws -> ResourceState? {
        do { return try existingState(of: name, for: caller) } catch let error as PlatformError
            where error.kind == .notFound
        { return nil }
    }

    /// Of what can be set and need not be.
    private func state(of record: (some Record)?) -> ResourceState {
        record.map { ResourceState($0.values()) } ?? ResourceState([], isSet: false)
    }

    private func existingState(of name: ResourceName, for caller: Caller) throws -> ResourceState {
        switch name.kind {
        case .workflow:
            try prefetch { database in
                _ = try Table(WorkflowRecord.self, in: database).find(WorkflowID(name.id), of: caller.project)
                _ = try Table(VariableRecord.self, in: database).all(of: WorkflowID(name.id))
            }
            let record = try workflow(WorkflowID(name.id), of: caller)
            let variables = try Table(VariableRecord.self, in: self).all(of: record.id)
            return ResourceState(record.values() + variables.flatMap { $0.values() })
        case .draft:
            let workflow = try self.workflow(WorkflowID(name.id), of: caller).id
            return state(of: try Table(DraftRecord.self, in: self).find(workflow))
        case .layout:
            let workflow = try self.workflow(WorkflowID(name.id), of: caller).id
            return state(of: try Table(LayoutRecord.self, in: self).find(workflow))
        case .version:
            let workflow = try self.workflow(WorkflowID(name.owner), of: caller)
            // A version's document and code never change.
            return ResourceState(
                try version(VersionID(name.id), of: workflow.id).values(without: ["ir", "artifact"]))
        case .deployConfig:
            let workflow = try self.workflow(WorkflowID(name.owner), of: caller)
            let connection = try self.connection(ConnectionID(name.id), of: caller)
            return state(of: try Table(DeployConfigRecord.self, in: self).find(workflow.id, on: connection.id))
        case .deployment: return ResourceState(try deployment(DeploymentID(name.id), of: caller).values())
        case .run:
            let id = RunID(name.id)
            guard name.ids.count > 1 else { return ResourceState(try run(id, of: caller).values()) }
            return ResourceState(try run(id, of: workflow(WorkflowID(name.owner), of: caller).id).values())
        case .runJob: return ResourceState(try runJob(RunJobID(name.id), of: caller).values())
        case .project: return ResourceState(try managedProject(ProjectID(name.id), of: caller).values())
        case .connection: return ResourceState(try connection(ConnectionID(name.id), of: caller).values())
        case .credential: return ResourceState(try credential(CredentialID(name.id), of: caller).values())
        case .variable: return ResourceState(try variable(VariableID(name.id), of: caller).values())
        case .webhook:
            // What was sent is not what the webhook is.
            return ResourceState(
                try webhook(WebhookID(name.id), of: caller).values(without: ["failing_since", "dropped"]))
        case .apiKey:
            // A key changes by what people do with it and not by its use.
            return ResourceState(try apiKey(APIKeyID(name.id), of: caller).values(without: ["last_used_at"]))
        case .organization: return ResourceState(try organization(OrganizationID(name.id), of: caller).values())
        case .invitation: return ResourceState(try invitation(InvitationID(name.id), of: caller).values())
        case .member: return ResourceState(try member(UserID(name.id), of: caller).values())
        }
    }
}
