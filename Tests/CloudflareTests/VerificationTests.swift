import JSON
import PluginKit
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Verifying API tokens", .timeLimit(.minutes(10)))
struct VerificationTests {
    private static let invalid = FakeAccount.error(401, 1000, "Invalid API Token")
    private static let forbidden = FakeAccount.error(403, 10000, "Authentication error")
    private static let active = AnsweringTransport.result(["status": "active"])
    private static let account = CloudflareFixture.account
    private static let one = AnsweringTransport.result([["id": .string(account), "name": "Acme"]])
    private static let none = AnsweringTransport.result([])

    private func verify(
        account: String?, permissions: Bool = false, _ answer: @escaping @Sendable (String) -> FetchResponse?
    ) async throws -> Verification {
        var credentials: JSONObject = ["apiToken": "token-of-mine"]
        if let account { credentials["accountId"] = .string(account) }
        return try await AnsweringTransport(answer).runtime.verify(
            VerifyRequest(credentials: credentials, permissions: permissions))
    }

    @Test("An account's own token works with and without the account's id", arguments: [Self.account, nil])
    func accountToken(account: String?) async throws {
        let verification = try await verify(account: account) { call in
            switch call {
            case "GET user/tokens/verify": Self.invalid
            case "GET accounts/\(Self.account)/tokens/verify": Self.active
            case let call where call.hasPrefix("GET accounts?"): Self.one
            default: nil
            }
        }
        #expect(verification.valid && verification.accounts?.map(\.id) == [Self.account])
    }

    @Test("An empty list of accounts says nothing: a call below the account decides", arguments: [true, false])
    func emptyList(reaches: Bool) async throws {
        let verification = try await verify(account: Self.account) { call in
            switch call {
            case "GET user/tokens/verify": Self.active
            case "GET accounts/\(Self.account)/workers/subdomain": reaches ? nil : Self.forbidden
            default: Self.none
            }
        }
        #expect(verification.valid == reaches)
        #expect((verification.message == nil) == reaches)
    }

    @Test("An account id that the API does not route is not an account, whether or not the accounts are listed")
    func unroutable() async throws {
        for lists in [true, false] {
            let verification = try await verify(account: "0123") { call in
                switch call {
                case "GET user/tokens/verify": Self.active
                case "GET accounts/0123/workers/subdomain": FakeAccount.error(404, 7003, "Could not route to it.")
                default: lists ? Self.one : Self.none
                }
            }
            #expect(!verification.valid && verification.message?.contains("0123") == true)
        }
    }

    @Test("A token that may not list accounts is valid, without accounts")
    func noList() async throws {
        let verification = try await verify(account: nil) { call in
            call == "GET user/tokens/verify" ? Self.active : Self.forbidden
        }
        #expect(verification.valid && verification.accounts == nil)
    }

    @Test("A token that nobody knows is refused, with what an account's token needs")
    func unknown() async throws {
        let verification = try await verify(account: nil) { _ in Self.invalid }
        #expect(!verification.valid && verification.message?.contains("account id") == true)
    }

    @Test(
        "Permissions that are missing are named, first those that every deploy needs; nothing is changed to find them")
    func permissions() async throws {
        let transport = AnsweringTransport { call in
            switch call {
            case "GET user/tokens/verify": Self.active
            case let call where call.hasPrefix("GET accounts?") || call == "GET accounts": Self.one
            case let call where call.hasPrefix("DELETE accounts/\(Self.account)/workers/scripts"): Self.forbidden
            case let call where call.contains("/d1/"): Self.forbidden
            case let call where call.hasPrefix("GET zones"): Self.none
            default: nil
            }
        }
        let verification = try await transport.runtime.verify(
            VerifyRequest(credentials: ["apiToken": "t", "accountId": .string(Self.account)], permissions: true))
        let granted = Dictionary(
            uniqueKeysWithValues: (verification.permissions ?? []).map { ($0.name, $0.isGranted) })
        #expect(verification.valid)
        #expect(verification.permissions?.first?.name == "Account · Workers Scripts · Edit")
        #expect(granted["Account · Workers Scripts · Edit"] == .some(false))
        #expect(granted["Account · D1 · Edit"] == .some(false))
        #expect(granted["Account · Queues · Edit"] == .some(true))
        #expect(granted["Zone · Zone · Read"] == .some(false))
        // Without a zone nobody can tell.
        #expect(granted["Zone · Workers Routes · Edit"] == .some(nil))
        #expect(verification.message?.contains("Account · Workers Scripts · Edit") == true)
        let changing = transport.calls.filter { !$0.hasPrefix("GET") && !$0.hasPrefix("DELETE") }
        #expect(changing == ["POST accounts/\(Self.account)/workers/observability/telemetry/query"])
    }

    @Test(
        "What no token or account id is, is told without asking the API",
        arguments: [
            ("t\r\nx: y", Self.account), ("t t", Self.account), ("t\u{0}", Self.account), ("tökén", Self.account),
            ("t", ".."), ("t", "../user"), ("t", "a/b"), ("t", "\(Self.account)\n"), ("t", "a b"),
        ])
    func grammar(token: String, account: String) async throws {
        let transport = AnsweringTransport { _ in Self.active }
        let verification = try await transport.runtime.verify(
            VerifyRequest(credentials: ["apiToken": .string(token), "accountId": .string(account)], permissions: true))
        #expect(!verification.valid)
        #expect(verification.message?.contains(token == "t" ? "32 hexadecimal digits" : "line break") == true)
        #expect(transport.calls.isEmpty)
        // Nor is one that was kept before anybody checked it.
        let credentials = Credentials(
            connectionId: "c", values: ["apiToken": .string(token), "accountId": .string(account)])
        #expect(throws: PluginFailure.self) { try ConnectionSettings(credentials) }
    }

    @Test(
        "An empty answer, or one of another shape, is told and not taken for one",
        arguments: ["", "null", "[]", "{}", #"{"success":true,"result":null}"#])
    func shapes(body: String) async throws {
        let transport = AnsweringTransport { _ in
            FetchResponse(
                status: 200, headers: [(name: "content-type", value: "application/json")], body: Array(body.utf8))
        }
        let error = await #expect(throws: PluginFailure.self) {
            try await transport.runtime.verify(
                VerifyRequest(credentials: ["apiToken": "t", "accountId": .string(Self.account)], permissions: true))
        }
        #expect(error?.code == "cloudflare.answer" && error?.fault == nil, "\(error?.message ?? "")")
    }
}
