/// What is wrong with a registry, a package or a key.
package enum RegistryError: Error, Sendable, Hashable {
    case keyFile(String, String)
    case malformedTrustedKey(String)
    /// A place, and what happened there.
    case unreachable(String, String)
    case tooLarge(String, limit: Int)
    case malformedIndex(String, String)
    case format(String, Int)
    /// An index names a file that is not below the registry.
    case path(String)
    case size(String, expected: Int, found: Int)
    case checksum(String)
    case unsigned(String)
    case unknownKey(String, key: String)
    case signature(String, key: String)
    /// A plugin that can't be offered, and why.
    case package(String, String)
    case duplicate(node: String, version: String)
    /// A version that is there with another library.
    case published(node: String, version: String)
    case notARegistry(String)
    /// A place of the server's own disk, and what happened there.
    case store(String, String)

    /// Stable, for programs.
    package var code: String {
        switch self {
        case .keyFile: "registry.keyFile"
        case .malformedTrustedKey: "registry.trustedKey"
        case .unreachable: "registry.unreachable"
        case .tooLarge: "registry.tooLarge"
        case .malformedIndex: "registry.index"
        case .format: "registry.format"
        case .path: "registry.path"
        case .size: "package.size"
        case .checksum: "package.checksum"
        case .unsigned: "package.unsigned"
        case .unknownKey: "package.unknownKey"
        case .signature: "package.signature"
        case .package: "package.unfit"
        case .duplicate: "registry.duplicate"
        case .published: "registry.published"
        case .notARegistry: "registry.notARegistry"
        case .store: "package.store"
        }
    }
}

extension RegistryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .keyFile(let file, let problem): "The key file \(file) cannot be used: \(problem)."
        case .malformedTrustedKey(let text):
            "\"\(text)\" is no public key: write ed25519: and 32 bytes in base64, as registry keygen prints it."
        case .unreachable(let place, let problem): "\(place) cannot be read: \(problem)"
        case .tooLarge(let place, let limit): "\(place) is larger than \(limit) bytes."
        case .malformedIndex(let place, let problem): "The index of \(place) is malformed: \(problem)"
        case .format(let place, let format):
            "The index of \(place) has the format \(format); this version of Millrace reads "
                + "\(RegistryIndex.currentFormat)."
        case .path(let path): "The index names \"\(path)\", which is no path below the registry."
        case .size(let path, let expected, let found):
            "\(path) has \(found) bytes where the index says \(expected)."
        case .checksum(let path): "\(path) is not what the index says: its SHA-256 is another one."
        case .unsigned(let path): "\(path) is not signed: have it signed, or allow unsigned packages."
        case .unknownKey(let path, let key):
            "\(path) is signed with the key \(key), which is not trusted: add the publisher's key to the trusted ones."
        case .signature(let path, let key): "The signature of \(path) by the key \(key) is wrong."
        case .package(let path, let problem): "\(path) cannot be offered: \(problem)"
        case .duplicate(let node, let version): "There are two plugins with the node \"\(node)\" \(version)."
        case .published(let node, let version):
            "The node \"\(node)\" \(version) is published with another library: give the new one another version."
        case .store(let place, let problem): "The package cannot be kept at \(place): \(problem)."
        case .notARegistry(let folder):
            "\(folder) has files and is no registry, so it is left alone: choose another folder."
        }
    }
}
