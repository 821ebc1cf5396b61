import Storage

/// A change of the master key that has begun and not ended; there is at most one.
struct KeyRotationRecord: Record, Equatable {
    static let table = "key_rotation"
    static let columns = Columns { (column) throws(StorageError) in
        try KeyRotationRecord(
            id: column("id", \.id),
            keyID: column("key_id", \.keyID),
            sealed: column("sealed", \.sealed),
            total: column("total", \.total))
    }

    /// Always 1.
    var id = 1
    /// Of the next master key. The present one is the installation's until nothing is sealed with it any more.
    let keyID: String
    /// Values that are sealed with the next key by now, and all there were.
    let sealed: Int
    let total: Int
}

extension Table where Row == KeyRotationRecord {
    func current() throws -> KeyRotationRecord? { try first("id = $1", [1]) }

    /// Begins the change, unless it has begun.
    func begin(_ key: MasterKey, of total: Int) throws {
        guard try current() == nil else { return }
        try insert(KeyRotationRecord(keyID: key.id, sealed: 0, total: total))
    }

    func add(sealed count: Int) throws {
        try connection.execute("UPDATE key_rotation SET sealed = sealed + $1 WHERE id = 1", [count])
    }

    func end() throws { try connection.execute("DELETE FROM key_rotation", []) }

    /// Ends the transaction unless the database may have values that a key seals.
    func require(_ id: String) throws {
        try connection.require(Self.acceptable, [id], or: .conflict("the master key was changed"))
    }

    func isAcceptable(_ id: String) throws -> Bool { try !connection.query(Self.acceptable, [id]).isEmpty }

    private static var acceptable: String {
        """
        SELECT key_id FROM installation WHERE key_id = $1
            UNION ALL SELECT key_id FROM key_rotation WHERE key_id = $1
        """
    }
}
