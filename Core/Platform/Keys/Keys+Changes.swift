import JSON
import Storage
import Values

extension Keys {
    /// - Parameter name: `nil` leaves it.
    package func rename(_ caller: Caller, _ id: APIKeyID, to name: String?) async throws -> APIKeyRecord {
        try caller.requireSession(.admin)
        var problems = Problems()
        if let name { problems.check(name: name) }
        try problems.throwIfAny()
        return try await storage.transaction { database in
            var record = try database.apiKey(id, of: caller)
            record.name = name ?? record.name
            try Table(in: database).update(record)
            try database.audit(caller, .keyRenamed, id.text, ["name": .string(record.name)])
            return record
        }
    }

    /// Replaces the secret of a key, which keeps its id, project and scopes: no request with the old one that begins after
    /// this is answered.
    package func rotate(_ caller: Caller, _ id: APIKeyID) async throws -> New {
        try caller.requireSession(.admin)
        let key = APIKeyText.random()
        let record = try await storage.transaction { database in
            var record = try database.apiKey(id, of: caller)
            // A key that reaches every project is an owner's to hand out.
            if record.isOrganizationWide { try caller.requireSession(.owner) }
            record.prefix = key.prefix
            record.hash = key.hash
            try Table(in: database).update(record)
            try database.audit(caller, .keyRotated, id.text, ["name": .string(record.name)])
            return record
        }
        cache.forgetAll()
        return New(record: record, key: key)
    }

    /// Ends a key: no request that begins after this is answered.
    package func revoke(_ caller: Caller, _ id: APIKeyID) async throws {
        try caller.requireSession(.admin)
        try await storage.transaction { database in
            let record = try database.apiKey(id, of: caller)
            try Table(APIKeyRecord.self, in: database).delete(id)
            try database.audit(caller, .keyRevoked, id.text, ["name": .string(record.name)])
        }
        cache.forgetAll()
    }
}
