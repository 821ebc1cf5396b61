import Foundation
import JSON
import TestSupport

extension APIClient {
    /// A client with a new key of some scopes. Only a person makes keys: the owner signs in for it.
    static func with(scopes: [String], at installation: LocalInstallation) async throws -> APIClient {
        try await with(scopes: scopes, base: installation.server.base, data: installation.folder.url)
    }

    /// - Parameter data: The data folder of the server at `base`.
    static func with(scopes: [String], base: String, data: URL) async throws -> APIClient {
        let session = try await session(base: base, data: data, origin: base)
        let made = try await RecordingClient().send(
            "POST", base + "/api/api-keys",
            ["name": .string(scopes.joined(separator: ", ")), "scopes": .array(scopes.map(JSONValue.string))],
            headers: session)
        guard let key = made.json["key"]?.string else { throw Unexpected(description: made.body) }
        return APIClient(base: base, key: key)
    }

    /// The owner, with a new password, signs in.
    ///
    /// - Parameters:
    ///   - data: The data folder of the server at `base`.
    ///   - origin: Of the server as browsers see it.
    /// - Returns: The headers of the session's requests.
    static func session(base: String, data: URL, origin: String) async throws -> [String: String] {
        let password = "of the owner, \(UUID().uuidString)"
        let set = try await Command(
            executable: BuildProducts.millrace,
            arguments: ["people", "set-password", "owner@localhost", "--data", data.path]
        ).run(input: password + "\n")
        guard set.status == 0 else { throw Unexpected(description: set.stderr) }
        let signIn = try await RecordingClient().send(
            "POST", base + "/api/auth/sign-in", ["email": "owner@localhost", "password": .string(password)],
            headers: ["origin": origin])
        guard let cookie = signIn.header("set-cookie")?.split(separator: ";").first else {
            throw Unexpected(description: signIn.body)
        }
        return ["origin": origin, "cookie": String(cookie)]
    }
}
