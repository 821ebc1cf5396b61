/// The account's `NAME.workers.dev`.
enum AccountSubdomain: Sendable {
    /// `nil`: it has none, or none is needed.
    case known(String?)
    /// The API's reason.
    case unknown(String)
}
