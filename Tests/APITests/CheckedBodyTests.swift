import AsyncHTTPClient
import Hummingbird
import JSON
import NIOCore
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Bodies that arrive after their sender's access has ended", .timeLimit(.minutes(4)))
struct CheckedBodyTests {
    @Test("A body is refused at its end once its sender was removed, or has a lower role", arguments: [true, false])
    func people(isRemoval: Bool) async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let invited = try await owner.send(
                "POST", "/api/invitations", ["email": "eve@example.com", "role": "admin"])
            let eve = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Eve")
            let platform = server.installation.platform
            let caller = try await platform.sessions.caller(
                token: String(eve.cookie.drop { $0 != "=" }.dropFirst()), organization: nil, project: nil)
            let sent = ByteBuffer(string: "{}")
            let body = CheckedBody(RequestBody(buffer: sent), of: caller, platform.access)
            #expect(try await body.collect(upTo: 2) == sent)
            let path = "/api/members/\(eve.id)"
            let change =
                isRemoval
                ? try await owner.send("DELETE", path) : try await owner.send("PATCH", path, ["role": "member"])
            #expect(change.status < 300, "\(change.text)")
            await #expect {
                _ = try await body.collect(upTo: 2)
            } throws: {
                ($0 as? PlatformError)?.code == "auth.session"
            }
        }
    }

    @Test("A request whose key is revoked while its body is sent changes nothing")
    func keys() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let made = try await owner.send("POST", "/api/api-keys", ["name": "Slow", "scopes": ["read", "write"]]).json
            let path = "/api/api-keys/\(made["id"]?.string ?? "")"
            let text = #"{"name":"Late"}"#
            let (parts, part) = AsyncStream.makeStream(of: ByteBuffer.self)
            var request = HTTPClientRequest(url: "\(server.base)/api/workflows")
            request.method = .init(rawValue: "POST")
            request.headers.add(name: "authorization", value: "Bearer \(made["key"]?.string ?? "")")
            request.body = .stream(parts, length: .known(Int64(text.utf8.count)))
            let slow = request
            async let response = HTTPClient.shared.execute(slow, timeout: .seconds(100))
            part.yield(ByteBuffer(string: String(text.prefix(3))))
            try await eventually("the key to be looked up", satisfies: { $0 != JSONValue.null }) {
                try await owner.send("GET", path).json["lastUsedAt"] ?? .null
            }
            #expect(try await owner.send("DELETE", path).status == 204)
            // Longer than what is known of a key is believed.
            try await Task.sleep(for: .seconds(1))
            part.yield(ByteBuffer(string: String(text.dropFirst(3))))
            part.finish()
            #expect(try await response.status.code == 401)
            #expect(try await server.send("GET", "/api/workflows").json["data"] == [])
        }
    }
}
