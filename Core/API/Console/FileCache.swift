import Crypto
import Foundation
import Synchronization
import Values

/// Files that are read, and hashed, again only when they have changed.
final class FileCache: Sendable {
    struct Entry: Sendable {
        let bytes: [UInt8]
        /// An entity tag of the bytes: weak, as they may be sent compressed or not.
        let tag: String
        fileprivate let stamp: Stamp
    }

    /// What a file's content is told by without reading it.
    fileprivate struct Stamp: Sendable, Equatable {
        let modified: Date
        let size: Int

        /// - Returns: `nil` for what is not a file.
        init?(_ url: URL) {
            guard let values = try? FileManager.default.attributesOfItem(atPath: url.path),
                values[.type] as? FileAttributeType == .typeRegular, let modified = values[.modificationDate] as? Date,
                let size = values[.size] as? Int
            else { return nil }
            self.modified = modified
            self.size = size
        }
    }

    /// A build of the console has fewer files.
    private static let capacity = 500

    private let entries = Mutex<[String: Entry]>([:])

    /// - Returns: `nil` for what is not a file.
    func entry(at url: URL) -> Entry? {
        guard let stamp = Stamp(url) else { return nil }
        if let known = entries.withLock({ $0[url.path] }), known.stamp == stamp { return known }
        guard let data = try? Data(contentsOf: url) else { return nil }
        let tag = "W/\"\(Hex.text(SHA256.hash(data: data).prefix(12)))\""
        let entry = Entry(bytes: Array(data), tag: tag, stamp: stamp)
        entries.withLock { entries in
            // Of builds that were replaced.
            if entries.count >= Self.capacity { entries = [:] }
            entries[url.path] = entry
        }
        return entry
    }
}
