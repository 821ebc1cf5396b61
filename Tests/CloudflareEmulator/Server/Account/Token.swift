import JSON

/// An API token.
package struct Token: Codable, Sendable {
    let id: String
    let value: String
    /// Groups such as `Workers Scripts Write`, which includes `Workers Scripts Read`; `nil`: all.
    let permissions: Set<String>?
    /// Accounts that it reaches; `nil`: all.
    let accounts: Set<String>?
    let status: Status

    enum Status: String, Codable, Sendable { case active, disabled, expired }

    init(
        value: String, permissions: Set<String>? = nil, accounts: Set<String>? = nil, status: Status = .active
    ) {
        id = .hexadecimalID()
        self.value = value
        self.permissions = permissions
        self.accounts = accounts
        self.status = status
    }

    func allows(_ permission: Permission) -> Bool {
        guard let permissions else { return true }
        return permissions.contains("\(permission.group) Write")
            || !permission.isWrite && permissions.contains("\(permission.group) Read")
    }

    func reaches(_ account: String) -> Bool { accounts?.contains(account) ?? true }
}
