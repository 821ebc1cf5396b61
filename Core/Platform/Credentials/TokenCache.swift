import Storage
import Synchronization

/// Tokens that the server has minted, in memory until they end.
final class TokenCache: Sendable {
    private struct Kept {
        let token: MintedToken
        /// Of the credential whose token it is: changed, it has another.
        let version: Timestamp
        /// Milliseconds since 1970.
        let end: Int64
    }

    /// Of an installation with very many credentials the others are minted anew.
    private static let most = 10_000

    private let tokens = Mutex<[CredentialID: Kept]>([:])

    func token(of record: CredentialRecord, at now: Timestamp) -> MintedToken? {
        tokens.withLock { tokens in
            guard let kept = tokens[record.id], kept.version == record.updatedAt, kept.end > now.milliseconds else {
                return nil
            }
            return MintedToken(values: kept.token.values, seconds: Int((kept.end - now.milliseconds) / 1_000))
        }
    }

    func keep(_ token: MintedToken, of record: CredentialRecord, at now: Timestamp) {
        tokens.withLock { tokens in
            if tokens.count >= Self.most { tokens = tokens.filter { $0.value.end > now.milliseconds } }
            guard tokens.count < Self.most else { return }
            tokens[record.id] = Kept(
                token: token, version: record.updatedAt, end: now.milliseconds + Int64(token.seconds) * 1_000)
        }
    }
}
