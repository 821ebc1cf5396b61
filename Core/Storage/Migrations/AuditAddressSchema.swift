extension Migration {
    /// Where the requests that the audit log tells of came from.
    static let auditAddresses = Migration("0016-audit-addresses", ["ALTER TABLE audit_log ADD COLUMN address TEXT"])
}
