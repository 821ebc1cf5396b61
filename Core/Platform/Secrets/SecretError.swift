/// Why a sealed value cannot be opened.
enum SecretError: Error, Sendable, CustomStringConvertible {
    case malformed
    /// The server has not read the database yet.
    case noKey
    case otherKey(String)
    /// The value was changed or belongs to another place.
    case broken(SecretLocation)

    var description: String {
        switch self {
        case .malformed: "A sealed value is malformed."
        case .noKey: "The master key is not loaded yet."
        case .otherKey(let id):
            "A value is sealed with the master key \(id), which is not available: restore it from a backup."
        case .broken(let place):
            "The sealed \(place.column.name) of \(place.column.table) \(place.row) was tampered with."
        }
    }
}
