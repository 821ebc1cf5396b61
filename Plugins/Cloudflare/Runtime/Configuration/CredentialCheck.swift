import PluginMessages

/// Whether a token works, and for which accounts.
struct CredentialCheck: Sendable {
    let api: CloudflareAPI

    func run() async throws(PluginFailure) -> Verification {
        do {
            if case .other(let status) = try await api.tokenStatus() {
                return Verification(valid: false, message: "The API token is \(status).")
            }
        } catch {
            guard let status = error.status, (400..<500).contains(status), status != 429 else { throw error.failure }
            return Verification(valid: false, message: "Cloudflare rejected the API token.")
        }
        let accounts: [Verification.Account]
        do { accounts = try await api.accounts() } catch {
            // A token may do everything that is needed and not be allowed to list accounts.
            guard error.status == 403, !api.account.isEmpty else { throw error.failure }
            return Verification(valid: true, accounts: [.init(id: api.account, name: api.account)])
        }
        guard api.account.isEmpty || accounts.contains(where: { $0.id == api.account }) else {
            return Verification(
                valid: false, accounts: accounts,
                message: "The API token has no access to the account \(api.account).")
        }
        return Verification(valid: true, accounts: accounts)
    }
}
