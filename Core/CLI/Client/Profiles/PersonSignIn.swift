import JSON

/// Signs a person in.
struct PersonSignIn {
    let base: String

    /// - Returns: The token of the session.
    func token(_ email: String, _ password: String) async throws -> String {
        let body: JSONValue = ["email": .string(email), "password": .string(password)]
        let response = try await RESTClient(base: base, identity: .nobody)
            .exchange(.POST, "/api/auth/sign-in", [:], body.bytes)
        let cookies = response.headers["set-cookie"].compactMap { $0.split(separator: ";").first }
        guard let token = cookies.first(where: { $0.hasPrefix(Self.cookie) })?.dropFirst(Self.cookie.count) else {
            throw ClientError(.unavailable, "The server at \(base) did not start a session. Check the URL.")
        }
        return String(token)
    }

    private static let cookie = "millrace_session="
}
