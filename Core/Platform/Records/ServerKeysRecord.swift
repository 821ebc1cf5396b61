import Storage

/// Which master keys a running server has.
struct ServerKeysRecord: Record, Equatable {
    static let table = "server_keys"
    static let columns = Columns { (column) throws(StorageError) in
        try ServerKeysRecord(
            id: column("id", \.id),
            name: column("name", \.name),
            beat: column("beat", \.beat),
            keyIDs: column("key_ids", \.keyIDs),
            sealing: column("sealing", \.sealing))
    }

    /// The data directory, and where it is.
    let id: String
    /// For people.
    let name: String
    /// Counts while the server lives. Others compare it with what they saw, and no clocks with each other.
    var beat = 0
    /// Of the keys, separated by spaces, and with them why `master.key.next` is not used.
    let keyIDs: String
    /// Of the key with which the server seals.
    let sealing: String

    func has(_ key: String) -> Bool { keyIDs.split(separator: " ").contains { $0 == key } }

    private static let problemPrefix = "next:"

    /// An id is of hexadecimal digits, and never such a word.
    static func word(for problem: NextMasterKey.Problem) -> String { problemPrefix + problem.rawValue }

    /// What is wrong with the file of a server that lacks the next key; `nil` while it is missing.
    var problem: String? {
        let words = keyIDs.split(separator: " ")
        if let word = words.first(where: { $0.hasPrefix(Self.problemPrefix) }) {
            return NextMasterKey.Problem(rawValue: String(word.dropFirst(Self.problemPrefix.count)))?.text
        }
        return words.count > 1 ? "is another key" : nil
    }
}

extension Table where Row == ServerKeysRecord {
    func all() throws -> [ServerKeysRecord] { try all("1 = 1 ORDER BY name, id", []) }

    func announce(_ record: ServerKeysRecord) throws {
        let known = try connection.execute(
            "UPDATE server_keys SET beat = beat + 1, name = $2, key_ids = $3, sealing = $4 WHERE id = $1",
            [record.id, record.name, record.keyIDs, record.sealing])
        if known == 0 { try insert(record) }
    }

    func remove(_ id: String) throws { try connection.execute("DELETE FROM server_keys WHERE id = $1", [id]) }
}
