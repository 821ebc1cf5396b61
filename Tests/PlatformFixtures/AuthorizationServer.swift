import Crypto
import CryptoExtras
import Foundation
import Hummingbird
import JSON
import ServerSupport
import Synchronization

/// A vendor with an authorization server (RFC 6749, RFC 7636) and an API, which believes nobody: codes and rotated refresh
/// tokens work once, and one that is used twice revokes what came of it.
package final class AuthorizationServer: Sendable {
    private struct Code: Sendable {
        let challenge: String
        let redirect: String
        var isUsed = false
    }

    private struct State: Sendable {
        var codes: [String: Code] = [:]
        var refreshTokens: Set<String> = []
        var spent: Set<String> = []
        /// How often each token may still be used, and whose it is.
        var tokens: [String: (account: String, uses: Int)] = [:]
        var grants: [String] = []
        /// How often a token was asked for.
        var asked = 0
        var count = 0
    }

    private let state = Mutex(State())
    /// How often an access token can be used: what comes then is refused with 401.
    private let uses: Int
    /// Whether each refresh gives another refresh token.
    private let rotates: Bool

    /// Seconds by which its clock is ahead of this machine's.
    private let skew: Int
    /// Of who may sign assertions, and of the GitHub App.
    private let key: _RSA.Signing.PublicKey?
    /// Seconds for which it says that tokens are valid, and the time at which those of AWS end; `nil`: an hour.
    private let lifetime: JSONValue?
    /// Awaited before an answer is sent, when it is known.
    private let delay: @Sendable (_ grant: String) async -> Void

    package init(
        uses: Int = .max, rotates: Bool = false, skew: Int = 0, key: _RSA.Signing.PublicKey? = nil,
        lifetime: JSONValue? = nil, delay: @escaping @Sendable (_ grant: String) async -> Void = { _ in }
    ) {
        self.lifetime = lifetime
        self.delay = delay
        self.uses = uses
        self.rotates = rotates
        self.skew = skew
        self.key = key
    }

    /// The grants that tokens were given for, in their order.
    package var grants: [String] { state.withLock { $0.grants } }

    /// How often a token was asked for, whatever the answer.
    package var asked: Int { state.withLock { $0.asked } }

    /// A person consents on the page that an address leads to.
    /// - Returns: What the vendor sends the browser back with, or `nil` for a request that is not right.
    package func consent(_ page: String) -> (code: String, state: String)? {
        let items = URLComponents(string: page)?.queryItems ?? []
        func value(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        guard value("response_type") == "code", value("code_challenge_method") == "S256",
            value("code_challenge").count == 43
        else { return nil }
        return state.withLock { state in
            state.count += 1
            let code = "code-\(state.count)"
            state.codes[code] = Code(challenge: value("code_challenge"), redirect: value("redirect_uri"))
            return (code, value("state"))
        }
    }

    /// All refresh tokens and tokens end.
    package func revoke() {
        state.withLock { state in
            state.refreshTokens = []
            state.tokens = [:]
        }
    }

    /// - Parameter body: Gets the server's address.
    package func serving<Result: Sendable>(
        _ body: @escaping @Sendable (_ base: String) async throws -> Result
    ) async throws -> Result {
        try await LoopbackServer(router: router()).serving(body)
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/token") { [self] request, _ in
            let content = try await request.body.collect(upTo: 1 << 20)
            let form =
                URLComponents(
                    string: "?\(String(decoding: content.readableBytesView, as: UTF8.self).replacing("+", with: "%20"))"
                )?.queryItems ?? []
            let values = Dictionary(form.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
            var answer = token(values, authorization: request.headers[.authorization] ?? "")
            if let lifetime, var members = answer.object {
                members["expires_in"] = lifetime
                answer = .object(members)
            }
            await delay(values["grant_type"] ?? "")
            return Response.json(answer, answer["error"] == nil ? .ok : .badRequest)
        }
        router.post("/app/installations/:id/access_tokens") { [self] request, context in
            let token = (request.headers[.authorization] ?? "").replacing("Bearer ", with: "")
            guard let claims = claims(of: token), claims["iss"] == "7", context.parameters.get("id") == "9" else {
                return Response.json(["message": "Bad credentials"], .unauthorized)
            }
            let minted = mint("githubApp", for: "app", refresh: false)["access_token"] ?? ""
            let end = Date.now.addingTimeInterval(3_600).formatted(.iso8601)
            return Response.json(["token": minted, "expires_at": .string(end)], .created)
        }
        router.post("/") { [self] request, _ in
            let content = try await request.body.collect(upTo: 1 << 20)
            guard request.headers[.authorization]?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIA7/") == true else {
                return Response.json(["Error": ["Code": "InvalidClientTokenId"]], .forbidden)
            }
            guard String(buffer: content).contains("Action=AssumeRole") else { return Response.json([:]) }
            _ = mint("AssumeRole", for: "role", refresh: false)
            let keys: JSONValue = [
                "AccessKeyId": "ASIA7", "SecretAccessKey": "secret", "SessionToken": "session",
                "Expiration": lifetime ?? .int(Int(Date.now.timeIntervalSince1970) + 3_600),
            ]
            return Response.json(["AssumeRoleResponse": ["AssumeRoleResult": ["Credentials": keys]]])
        }
        router.get("/things") { [self] request, _ in
            let token = (request.headers[.authorization] ?? "").replacing("Bearer ", with: "")
            let account = state.withLock { state -> String? in
                guard let found = state.tokens[token], found.uses > 0 else { return nil }
                state.tokens[token]?.uses -= 1
                return found.account
            }
            return account.map { Response.json(["account": .string($0)]) }
                ?? Response.json(["error": "token"], .unauthorized)
        }
        return router
    }

    private func token(_ form: [String: String], authorization: String) -> JSONValue {
        let client =
            authorization.hasPrefix("Basic ")
            ? String(decoding: Data(base64Encoded: String(authorization.dropFirst(6))) ?? Data(), as: UTF8.self) : ""
        return state.withLock { state in
            state.asked += 1
            let grant = form["grant_type"] ?? ""
            var account = form["client_id"] ?? String(client.prefix { $0 != ":" })
            switch grant {
            case "authorization_code":
                let code = form["code"] ?? ""
                let challenge = Self.base64url(SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8)))
                guard let known = state.codes[code], known.challenge == challenge,
                    known.redirect == form["redirect_uri"]
                else { return ["error": "invalid_grant"] }
                guard !known.isUsed else {
                    state.refreshTokens = []
                    state.tokens = [:]
                    return ["error": "invalid_grant"]
                }
                state.codes[code]?.isUsed = true
            case "refresh_token":
                let token = form["refresh_token"] ?? ""
                guard state.refreshTokens.contains(token) else {
                    if state.spent.contains(token) { state.refreshTokens = [] }
                    return ["error": "invalid_grant", "error_description": .string("\(token) is spent")]
                }
                if rotates {
                    state.refreshTokens.remove(token)
                    state.spent.insert(token)
                }
            case "client_credentials":
                guard client.hasSuffix(":secret-of-\(account)") else { return ["error": "invalid_client"] }
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                guard let issuer = claims(of: form["assertion"] ?? "")?["iss"]?.string else {
                    return ["error": "invalid_grant"]
                }
                account = issuer
            default: return ["error": "unsupported_grant_type"]
            }
            return Self.mint(grant, for: account, uses, refresh: grant == "authorization_code" || rotates, &state)
        }
    }

    private func mint(_ grant: String, for account: String, refresh: Bool) -> JSONValue {
        state.withLock { Self.mint(grant, for: account, uses, refresh: refresh, &$0) }
    }

    private static func mint(
        _ grant: String, for account: String, _ uses: Int, refresh: Bool, _ state: inout State
    ) -> JSONValue {
        state.count += 1
        state.grants.append(grant)
        state.tokens["at-\(state.count)"] = (account.isEmpty ? "nobody" : account, uses)
        var answer: JSONObject = [
            "access_token": .string("at-\(state.count)"), "token_type": "Bearer", "expires_in": 3600,
        ]
        if refresh, ["authorization_code", "refresh_token"].contains(grant) {
            state.refreshTokens.insert("rt-\(state.count)")
            answer["refresh_token"] = .string("rt-\(state.count)")
        }
        return .object(answer)
    }

    /// Of a signed token that is valid by this server's clock.
    private func claims(of token: String) -> JSONObject? {
        let parts = token.split(separator: ".").map(String.init)
        guard parts.count == 3, let key, let signature = Self.bytes(parts[2]), let text = Self.bytes(parts[1]),
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8)),
                padding: .insecurePKCS1v1_5), let claims = try? JSONValue(parsing: Array(text)).object,
            let start = claims["iat"]?.int, let end = claims["exp"]?.int
        else { return nil }
        let now = Int(Date.now.timeIntervalSince1970) + skew
        return start <= now && end > now && end - start <= 3_600 ? claims : nil
    }

    private static func bytes(_ text: String) -> Data? {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4))
    }

    private static func base64url(_ digest: SHA256.Digest) -> String {
        Data(digest).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
