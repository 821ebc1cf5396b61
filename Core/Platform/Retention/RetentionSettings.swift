/// How long runs and the audit log are kept; `nil` keeps them until someone deletes them.
package struct RetentionSettings: Sendable {
    /// From the end of a run.
    package let runs: Duration?
    package let auditLog: Duration?

    package init(runs: Duration? = nil, auditLog: Duration? = nil) {
        self.runs = runs
        self.auditLog = auditLog
    }
}
