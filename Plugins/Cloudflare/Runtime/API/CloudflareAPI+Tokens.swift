import JSON
import PluginMessages

extension CloudflareAPI {
    enum TokenStatus: Equatable, Sendable {
        case active
        /// `disabled`, `expired` or a word that came later.
        case other(String)
    }

    /// A token belongs to a user or to an account, which answers for its own only.
    func tokenStatus() async throws(APIFailure) -> TokenStatus {
        do {
            return try await status(APICall(.get, ["user", "tokens", "verify"], needs: .none, gives: .object))
        } catch let failure {
            guard failure.status == 401 || failure.status == 403, !account.isEmpty else { throw failure }
            return try await self.status(APICall(.get, ofAccount("tokens", "verify"), needs: .none, gives: .object))
        }
    }

    private func status(_ call: APICall) async throws(APIFailure) -> TokenStatus {
        let status = try await send(call).result["status"]?.string ?? "unknown"
        return status == "active" ? .active : .other(status)
    }

    /// The accounts that the token may do anything in.
    func accounts() async throws(APIFailure) -> [Verification.Account] {
        try await all { page in
            APICall(
                .get, ["accounts"], needs: .accountSettingsRead, query: [("page", "\(page)"), ("per_page", "50")],
                gives: .list)
        }.compactMap { account in
            account["id"]?.string.map { .init(id: $0, name: account["name"]?.string ?? $0) }
        }
    }

    /// Every element of a list that counts pages.
    func all(_ call: (_ page: Int) -> APICall) async throws(APIFailure) -> [JSONValue] {
        var elements: [JSONValue] = []
        var page: Int? = 1
        while let number = page {
            let answer = try await send(call(number))
            elements += answer.list
            page = answer.list.isEmpty ? nil : answer.nextPage
        }
        return elements
    }

    /// `nil` if the object does not exist.
    /// - Parameter isSecondary: Then also where the API does not have the call.
    func orMissing<Result>(
        isSecondary: Bool = false, _ body: () async throws(APIFailure) -> Result
    ) async throws(APIFailure) -> Result? {
        do { return try await body() } catch {
            guard error.isMissing || isSecondary && error.status == 404 else { throw error }
            return nil
        }
    }
}
