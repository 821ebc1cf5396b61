import Storage
import Synchronization
import Values

/// Tokens that the server has minted, in memory until they end.
final class TokenCache: Sendable {
    private struct Kept {
        let token: MintedToken
        /// Of the credential whose token it is: changed, it has another.
        let version: Timestamp
        let end: Timestamp
    }

    /// Of an installation with very many credentials the others are minted anew.
    private static let most = 10_000

    private let tokens = Mutex<[CredentialID: Kept]>([:])

    func token(of record: CredentialRecord, at now: Timestamp) -> MintedToken? {
        tokens.withLock { tokens in
            guard let kept = tokens[record.id], kept.version == record.updatedAt, kept.end > now else {
                return nil
            }
            return MintedToken(values: kept.token.values, seconds: Int((kept.end - now).components.seconds))
        }
    }

    func keep(_ token: MintedToken, of record: CredentialRecord, at now: Timestamp) {
        tokens.withLock { tokens in
            if tokens.count >= Self.most { tokens = tokens.filter { $0.value.end > now } }
            guard tokens.count < Self.most else { return }
            tokens[record.id] = Kept(token: token, version: record.updatedAt, end: token.end(from: now))
        }
    }
}
