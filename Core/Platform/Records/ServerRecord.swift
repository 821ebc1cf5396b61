import Storage

/// The server that works on a shared database; there is at most one.
package struct ServerRecord: Record, Equatable {
    package static let table = "servers"
    package static let columns = Columns { (column) throws(StorageError) in
        try ServerRecord(
            id: column("id", \.id),
            owner: column("owner", \.owner),
            name: column("name", \.name),
            epoch: column("epoch", \.epoch),
            beat: column("beat", \.beat))
    }

    /// Always 1.
    var id = 1
    /// Which data directory it has, on which machine.
    let owner: String
    /// For people.
    let name: String
    /// Higher with each server that takes over: what an earlier one still writes is refused.
    let epoch: Int
    /// Counts while the server lives. Others compare it with what they saw, and no clocks with each other.
    var beat: Int
}

extension Table where Row == ServerRecord {
    func current() throws -> ServerRecord? { try first("id = $1", [1]) }

    func replace(by record: ServerRecord) throws {
        try connection.execute("DELETE FROM servers", [])
        try insert(record)
    }

    /// Ends the transaction unless the epoch is still the current one.
    func require(_ epoch: Int) throws {
        try connection.require(
            "SELECT epoch FROM servers WHERE epoch = $1", [epoch],
            or: .unavailable("another server has taken over"))
    }

    func beat(_ epoch: Int) throws -> Bool {
        try connection.execute("UPDATE servers SET beat = beat + 1 WHERE epoch = $1", [epoch]) > 0
    }

    /// Apart from the record: what reads that must do with the schema of the version before, too.
    func address(in epoch: Int) throws -> String? {
        try connection.query(
            "SELECT address FROM servers WHERE epoch = $1 AND address IS NOT NULL", [epoch]
        ).first?["address"]
    }

    func announce(_ address: String, _ epoch: Int) throws {
        try connection.execute("UPDATE servers SET address = $1 WHERE epoch = $2", [address, epoch])
    }

    /// Lets the next server begin at once. The row stays, so that epochs go on.
    func release(_ epoch: Int) throws {
        try connection.execute("UPDATE servers SET owner = '' WHERE epoch = $1", [epoch])
    }
}
