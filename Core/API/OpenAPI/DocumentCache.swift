import JSON
import PluginHost
import Synchronization

/// The OpenAPI documents that were made last, by the contributions that they list: making one takes longer than most
/// requests.
final class DocumentCache: Sendable {
    /// Organizations that have the same packages share a document.
    private static let limit = 16

    private struct Entry {
        let contributions: ContributionRegistry
        let document: JSONValue
    }

    private let entries = Mutex<[Entry]>([])

    /// The document of some contributions.
    func document(of contributions: ContributionRegistry, make: () -> JSONValue) -> JSONValue {
        let known = entries.withLock { $0.first { $0.contributions.isSame(as: contributions) } }
        if let known { return known.document }
        let document = make()
        entries.withLock { entries in
            entries.insert(Entry(contributions: contributions, document: document), at: 0)
            if entries.count > Self.limit { entries.removeLast() }
        }
        return document
    }
}
