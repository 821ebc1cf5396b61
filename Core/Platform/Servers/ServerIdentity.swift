import FoundationEssentials

/// What tells a data directory from all others: a file in it.
struct ServerIdentity {
    let id: String

    init(directory: String) throws {
        let file = PrivateFile(path: "\(directory)/server-id")
        if let known = try file.read(), !known.isEmpty {
            id = known
        } else {
            id = UUID().uuidString.lowercased()
            try file.write(id)
        }
    }
}
