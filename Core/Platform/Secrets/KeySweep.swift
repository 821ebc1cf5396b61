import Storage

/// Seals values anew, some in a transaction.
struct KeySweep: Sendable {
    let secrets: SecretBox
    /// That everything is to be sealed with.
    let key: MasterKey
    /// Values in a transaction.
    let batch: Int

    static func count(in database: any SQLConnection) throws -> Int {
        try SealedColumn.allCases.reduce(0) { try $0 + $1.values(in: database).count() }
    }

    /// Whether something is sealed with a key.
    static func hasValues(of key: MasterKey, in database: any SQLConnection) throws -> Bool {
        try SealedColumn.allCases.contains { try $0.values(in: database).has(prefix: SecretBox.prefix(of: key)) }
    }

    /// - Returns: How many were sealed; none when there are no more.
    func step(in database: any SQLConnection) throws -> Int {
        var left = batch
        for column in SealedColumn.allCases where left > 0 {
            let values = column.values(in: database)
            for value in try values.without(prefix: SecretBox.prefix(of: key), limit: left) {
                let place = column.place(value.row)
                try values.set(secrets.seal(secrets.open(value.sealed, at: place), at: place), of: value.row)
                left -= 1
            }
        }
        if left < batch { try Table(KeyRotationRecord.self, in: database).add(sealed: batch - left) }
        return batch - left
    }

    /// Names the key as the database's: nothing is sealed with another one.
    func end(in database: any SQLConnection) throws {
        try Table(InstallationRecord.self, in: database).change(keyID: key.id)
        try Table(KeyRotationRecord.self, in: database).end()
    }
}

extension SealedColumn {
    fileprivate func values(in database: any SQLConnection) -> SealedValues {
        SealedValues(table: table, column: name, where: condition, in: database)
    }
}
