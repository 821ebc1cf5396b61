import Foundation
import Values

/// One value of the setting `REGISTRIES`.
enum RegistryChoice: Sendable, Equatable {
    /// That of the installation.
    case bundled
    /// Drops those before it.
    case none
    /// A URL or a folder.
    case location(String)

    static let allowed = "an http or https URL, the path of a folder, bundled (the installation's own) or none"

    init?(_ text: String) {
        switch text {
        case "bundled": self = .bundled
        case "none": self = .none
        case _ where text.contains("://"):
            guard TextFormat.isURL(text) else { return nil }
            self = .location(text)
        default:
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: text, isDirectory: &isFolder), isFolder.boolValue else {
                return nil
            }
            self = .location(text)
        }
    }
}

extension [RegistryChoice] {
    /// Without those that a `none` after them drops; the default when nothing is given.
    var effective: [RegistryChoice] {
        guard !isEmpty else { return [.bundled] }
        return lastIndex(of: .none).map { Array(self[index(after: $0)...]) } ?? self
    }
}
