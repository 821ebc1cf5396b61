/// Why the platform cannot start, and what to do.
package enum StartError: Error, Sendable, CustomStringConvertible {
    case file(String, String)
    case malformedMasterKey(String)
    /// The database was sealed with a key that is not there.
    case missingMasterKey(String)
    case otherMasterKey(String, needed: String)
    /// Another process has the data directory for itself.
    case inUse(String, process: String?)
    case noInstallation(String)
    /// No plugin brings this storage.
    case unknownStorage(String, known: [String])

    /// Stable, for programs.
    package var code: String {
        switch self {
        case .file: "start.file"
        case .malformedMasterKey: "start.masterKey.malformed"
        case .missingMasterKey: "start.masterKey.missing"
        case .otherMasterKey: "start.masterKey.other"
        case .inUse: "start.inUse"
        case .noInstallation: "start.noInstallation"
        case .unknownStorage: "start.storage.unknown"
        }
    }

    package var description: String {
        switch self {
        case .file(let path, let problem): "\(path) cannot be used: \(problem)"
        case .malformedMasterKey(let path): "\(path) holds no master key: restore it from a backup."
        case .missingMasterKey(let path):
            "The database is sealed with a master key, and \(path) is not there: restore it from a backup."
        case .otherMasterKey(let path, let needed):
            "\(path) is not the master key of this database, which is \(needed): restore it from a backup."
        case .inUse(let path, let process):
            "\(path) is in use by a running server\(process.map { " (process \($0))" } ?? ""): stop it first."
        case .noInstallation(let path): "There is no installation in \(path): start the server once."
        case .unknownStorage(let id, let known):
            "No loaded plugin brings the storage \"\(id)\": there is \(known.joined(separator: ", "))."
        }
    }
}
