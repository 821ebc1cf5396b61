import AsyncHTTPClient
import Egress
import JSON
import NIOCore
import PluginHost
import Values

/// Asks authorization servers for tokens, and vendors whether they take them.
struct TokenRequests: Sendable {
    let client: GuardedClient
    /// Whether servers on this machine and in private networks may be asked, and over plain HTTP.
    let allowsPrivate: Bool

    /// - Parameter timeout: Of one request.
    init(allowsPrivate: Bool, timeout: Duration = .seconds(20)) {
        client = GuardedClient(rules: EgressRules(allowsPrivate: allowsPrivate), timeout: timeout)
        self.allowsPrivate = allowsPrivate
    }

    private static let longestAnswer = 1 << 20

    /// A refusal (RFC 6749, section 5.2), or no response.
    struct Refusal: Error, Sendable {
        let code: String
        let message: String
        /// Of the response; `nil` without one.
        var status: Int?

        /// The refresh token or the code is no longer valid: RFC 6749, section 5.2, and Slack's word for it
        /// (https://docs.slack.dev/reference/methods/oauth.v2.access).
        var isOver: Bool { ["invalid_grant", "invalid_refresh_token"].contains(code) }

        /// What to do about it, by the codes of RFC 6749, section 5.2, and RFC 7523, section 3.1.
        var advice: String {
            switch code {
            case "invalid_client":
                "Correct its client id and secret, and whether the secret is sent in the header or the body."
            case "invalid_grant", "invalid_key":
                "Correct its private key, issuer, subject and audience, and check that the account still exists."
            case "unauthorized_client": "Allow the client this kind of grant at the vendor."
            case "invalid_scope": "Correct its scope."
            case "private": "Use a public address, or start the server with --private-tokens."
            default: "Correct its values."
            }
        }

        /// The values of the credential are wrong, and not the vendor out of reach.
        var isOfValues: Bool {
            guard let status else { return ["invalid_key", "private"].contains(code) }
            // Slack refuses with the status 200.
            if (200..<300).contains(status), code != Self.unnamed(status) { return !Self.passing.contains(code) }
            return (400..<500).contains(status) && ![408, 425, 429].contains(status) && !Self.passing.contains(code)
        }

        /// Codes of RFC 6749, section 4.1.2.1, of AWS's common errors and of Slack, that another attempt may not meet.
        private static let passing: Set<String> = [
            "temporarily_unavailable", "server_error", "slow_down", "Throttling", "ThrottlingException",
            "RequestLimitExceeded", "ratelimited", "internal_error", "fatal_error", "service_unavailable",
            "request_timeout",
        ]

        /// In place of a code that a response does not have.
        static func unnamed(_ status: Int) -> String { "status \(status)" }
    }

    /// - Returns: Any response.
    func send(
        _ method: String, _ url: String, _ headers: [(String, String)] = [], _ body: String? = nil
    ) async throws -> (status: Int, json: JSONValue) {
        let response = try await response(method, url, headers, body, longest: Self.longestAnswer)
        return (response.status, (try? JSONValue(parsing: response.body)) ?? .null)
    }

    /// - Parameter longest: Bytes of the body that are read.
    /// - Throws: ``Refusal``
    func response(
        _ method: String, _ url: String, _ headers: [(String, String)], _ body: String?, longest: Int
    ) async throws -> GuardedClient.Response {
        guard PrivateAddress.isPublic(url) || allowsPrivate else {
            throw Refusal(
                code: "private",
                // A key may be in the query.
                message:
                    "\"\(url.prefix { $0 != "?" && $0 != "#" })\" is not an https:// URL of a public host; the server "
                    + "sends requests to no others.")
        }
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "user-agent", value: "millrace")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        do { return try await client.send(request, longest: longest) } catch let failure as GuardedClient.Failure {
            throw Refusal(code: "no response", message: failure.message)
        }
    }

    /// A grant that is exchanged for a token (RFC 6749, section 4).
    func exchange(_ form: [(String, String)], _ fields: JSONObject) async throws -> MintedToken {
        var form = form
        var headers = [("content-type", FormText.type), ("accept", "application/json")]
        let (id, secret) = (fields["clientId"]?.string ?? "", fields["clientSecret"]?.string ?? "")
        if secret.isEmpty {
            if !id.isEmpty { form.append(("client_id", id)) }
        } else if fields["clientAuthentication"] == "body" {
            form += [("client_id", id), ("client_secret", secret)]
        } else {
            headers.append(("authorization", BasicAuthorization.header(FormText.encode(id), FormText.encode(secret))))
        }
        let (status, body) = try await send(
            "POST", fields["tokenUrl"]?.string ?? "", headers, FormText.encode(form))
        guard (200..<300).contains(status), let token = body["access_token"]?.string, !token.isEmpty else {
            // It was sent all of them, and may say any.
            let secrets = ["client_secret", "refresh_token", "code", "code_verifier", "assertion"]
            let mask = SecretMask(
                ofVendor: [secret] + form.filter { secrets.contains($0.0) }.map(\.1),
                headers: headers.filter { $0.0 == "authorization" }.map(\.1))
            throw Self.refusal(status, body["error"]?.string, hiding: mask)
        }
        var values = ["token": token]
        if let instance = body["instance_url"]?.string { values["instanceUrl"] = instance }
        // An hour is what those do that do not say it; RFC 6749, section 5.1, recommends to.
        let seconds = body["expires_in"]?.int ?? body["expires_in"]?.string.flatMap { Int($0) } ?? 3_600
        return MintedToken(values: values, seconds: seconds, refreshToken: body["refresh_token"]?.string)
    }

    /// - Parameter code: The vendor's word for it. Its description is not shown: it could repeat what it was sent.
    /// - Parameter mask: Hides what the vendor was sent.
    static func refusal(_ status: Int, _ code: String?, hiding mask: SecretMask = SecretMask([]))
        -> Refusal
    {
        let code = code ?? Refusal.unnamed(status)
        return Refusal(code: code, message: "\(mask.masking(code).prefix(100)) (HTTP \(status)).", status: status)
    }
}
