import PluginMessages

/// Whether a token works, for which accounts, and what it is allowed.
struct CredentialCheck: Sendable {
    let api: CloudflareAPI
    let wantsPermissions: Bool

    func run() async throws(PluginFailure) -> Verification {
        do { return try await verification() } catch { throw error.failure }
    }

    private func verification() async throws(APIFailure) -> Verification {
        let accounts = try await accounts()
        do {
            // A token of an account is not known outside of it: without its id the only account in sight is its own.
            let account = api.account.isEmpty && accounts?.count == 1 ? accounts?.first?.id : nil
            if case .other(let status) = try await api.with(account: account ?? api.account).tokenStatus() {
                return Verification(valid: false, message: "The API token is \(status).")
            }
        } catch {
            guard let status = error.status, (400..<500).contains(status), status != 429 else { throw error }
            return Verification(valid: false, message: rejection)
        }
        guard !api.account.isEmpty else {
            guard let accounts else { return Verification(valid: true) }
            return try await allowed(accounts, in: accounts.count == 1 ? accounts.first?.id : nil)
        }
        if let accounts, accounts.contains(where: { $0.id == api.account }) {
            return try await allowed(accounts, in: api.account)
        }
        // A token may do everything that is needed and see no account in the list.
        guard try await canReachAccount() else {
            return Verification(
                valid: false, accounts: accounts,
                message: "The API token has no access to the account \(api.account).")
        }
        return try await allowed([.init(id: api.account, name: api.account)], in: api.account)
    }

    private var rejection: String {
        api.account.isEmpty
            ? "Cloudflare rejected the API token. If it belongs to an account and not to a user, set the account id too."
            : "Cloudflare rejected the API token."
    }

    /// `nil` for a token that may not list them.
    private func accounts() async throws(APIFailure) -> [Verification.Account]? {
        do { return try await api.accounts() } catch {
            guard let status = error.status, (400..<500).contains(status), status != 429 else { throw error }
            return nil
        }
    }

    /// A call below the account decides.
    private func canReachAccount() async throws(APIFailure) -> Bool {
        do {
            _ = try await api.accountSubdomain()
            return true
        } catch {
            guard let status = error.status, (400..<500).contains(status), status != 429 else { throw error }
            return false
        }
    }

    private func allowed(
        _ accounts: [Verification.Account], in account: String?
    ) async throws(APIFailure) -> Verification {
        guard wantsPermissions, let account else { return Verification(valid: true, accounts: accounts) }
        let permissions = await PermissionProbe(api: api.with(account: account)).run()
        let missing = permissions.filter { $0.isRequired && $0.isGranted == false }.map(\.name)
        return Verification(
            valid: true, accounts: accounts,
            message: missing.isEmpty
                ? nil : "Deploys will fail: the API token lacks the permission \(missing.joined(separator: ", ")).",
            permissions: permissions)
    }
}
