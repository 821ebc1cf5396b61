/// What an API key may do.
package enum Scope: String, Sendable, Hashable, CaseIterable {
    case read, write
    /// Deploy, trigger, take down and control runs.
    case deploy
    /// Read the audit log.
    case audit
}
