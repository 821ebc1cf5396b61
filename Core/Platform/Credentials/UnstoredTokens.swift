import Storage
import Synchronization
import Values

/// Tokens that vendors have issued and the database has not stored yet: vendors do not accept the refresh tokens before them.
final class UnstoredTokens: Sendable {
    struct Issued: Sendable {
        let token: MintedToken
        /// The refresh token that it was minted with.
        let spent: String?
        let at: Timestamp
    }

    private let tokens = Mutex<[CredentialID: Issued]>([:])

    func issued(for id: CredentialID) -> Issued? { tokens.withLock { $0[id] } }

    func keep(_ issued: Issued, for id: CredentialID) { tokens.withLock { $0[id] = issued } }

    func remove(_ id: CredentialID) { tokens.withLock { _ = $0.removeValue(forKey: id) } }
}
