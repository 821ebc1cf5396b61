import PluginMessages
import Storage
import Synchronization
import Values

/// Pages of vendors' lists, in memory for a minute: a form that is opened and closed, or typed in, asks the vendor once.
final class ListedPages: Sendable {
    struct Key: Hashable, Sendable {
        let credential: CredentialID
        /// Of the credential: changed, it may be another account.
        let version: Timestamp
        /// Of one response several lists may be read.
        let list: VendorList
        let method: String
        let url: String
        let body: String?
        /// SHA-256 of the headers, which fields and secrets are filled into.
        let headers: String

        init(_ credential: CredentialRecord, _ list: VendorList, _ request: VendorListRequest) {
            self.credential = credential.id
            version = credential.updatedAt
            self.list = list
            method = request.method
            url = request.url
            body = request.body
            headers = RandomText.hash(
                request.headers.map { "\($0.name.utf8.count):\($0.name)\($0.value.utf8.count):\($0.value)" }.joined())
        }
    }

    private struct Kept {
        let page: VendorListPage
        let end: Timestamp
    }

    private static let life = Duration.seconds(60)
    /// Options of all pages together, and pages.
    private static let (mostOptions, mostPages) = (50_000, 1_000)

    private let pages = Mutex<[Key: Kept]>([:])

    func page(_ key: Key, at now: Timestamp = .now) -> VendorListPage? {
        pages.withLock { pages in pages[key].flatMap { $0.end > now ? $0.page : nil } }
    }

    func keep(_ page: VendorListPage, _ key: Key, at now: Timestamp = .now) {
        pages.withLock { pages in
            pages = pages.filter { $0.value.end > now }
            let count = pages.values.reduce(0) { $0 + $1.page.options.count }
            // Those of a busy minute are asked for again.
            if pages.count >= Self.mostPages || count + page.options.count > Self.mostOptions { pages = [:] }
            pages[key] = Kept(page: page, end: now + Self.life)
        }
    }
}
