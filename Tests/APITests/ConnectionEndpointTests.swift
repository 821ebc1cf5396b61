import JSON
import Storage
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct ConnectionEndpointTests {
    @Test("A connection is made, and its credentials are never shown")
    func redacted() async throws {
        try await Server.with { server in
            let body: JSONValue = [
                "provider": "elsewhere", "name": "Mine",
                "credentials": ["apiToken": "very-secret", "accountId": "also-secret"],
            ]
            let made = try await server.send("POST", "/api/connections", body)
            #expect(made.status == 201)
            #expect(made.json["credentials"] == ["apiToken": "********", "accountId": "********"])
            let list = try await server.send("GET", "/api/connections")
            #expect(list.json["data"]?.array?.map { $0["name"] } == ["Mine", "This machine"])
            #expect(!(made.text + list.text).contains("secret"))
        }
    }

    @Test(
        "Connections that cannot be are refused",
        arguments: [
            (["provider": "nobody", "credentials": [:]], "provider.unknown"),
            (["provider": "elsewhere", "credentials": [:]], "request.invalid"),
            (["provider": "elsewhere", "credentials": ["apiToken": 7]], "request.invalid"),
            (["credentials": [:]], "request.invalid"),
        ] as [(JSONValue, String)])
    func refused(body: JSONValue, code: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("POST", "/api/connections", body)
            #expect(answer.status == 400)
            #expect(answer.json["code"]?.string == code)
        }
    }

    @Test("Stored credentials are verified, and never shown")
    func verifyStored() async throws {
        try await Server.with { server in
            let made = try await server.send(
                "POST", "/api/connections",
                ["provider": "elsewhere", "credentials": ["apiToken": "stored-token", "accountId": "a"]])
            let path = "/api/connections/\(made.json["id"]?.string ?? "")/verify"
            let provider = server.installation.provider
            let answer = try await server.send("POST", path)
            #expect(answer.status == 200 && answer.json["valid"] == true && !answer.text.contains("stored-token"))
            let asked = provider.calls.last { $0.method == "provider.verify" }?.request
            #expect(asked?["credentials"]?["apiToken"] == "stored-token")
            provider.behave { $0.verification = .init(valid: false, message: "It has expired.") }
            #expect(try await server.send("POST", path).json["message"] == "It has expired.")
            #expect(try await server.send("POST", "/api/connections/none/verify").status == 404)
            #expect(try await server.send("POST", path, key: server.key([.read])).status == 403)
        }
    }

    @Test("Credentials are verified by their provider")
    func verify() async throws {
        try await Server.with { server in
            let answer = try await server.send(
                "POST", "/api/connections/verify-token", ["provider": "elsewhere", "credentials": ["apiToken": "t"]])
            #expect(answer.status == 200)
            #expect(answer.json == ["valid": true, "accounts": [["id": "abc123", "name": "My Account"]]])
            server.installation.provider.behave { $0.verification = .init(valid: false, message: "It has expired.") }
            let refused = try await server.send(
                "POST", "/api/connections/verify-token", ["provider": "elsewhere", "credentials": ["apiToken": "t"]])
            #expect(refused.status == 200)
            #expect(refused.json == ["valid": false, "accounts": [], "message": "It has expired."])
        }
    }

    @Test("A connection is renamed, gets other credentials, keeps masked ones, and goes when nothing is deployed to it")
    func change() async throws {
        try await Server.with { server in
            let made = try await server.send(
                "POST", "/api/connections",
                ["provider": "elsewhere", "credentials": ["apiToken": "one", "accountId": "two"]])
            let path = "/api/connections/\(made.json["id"]?.string ?? "")"
            let masked = try await server.send(
                "POST", "/api/connections", ["provider": "elsewhere", "credentials": ["apiToken": "********"]])
            #expect(masked.status == 400 && masked.text.contains("/credentials/apiToken"), "\(masked.text)")
            let changed = try await server.send(
                "PATCH", path, ["name": "Renamed", "credentials": ["apiToken": "********", "accountId": .null]])
            #expect(changed.status == 200)
            #expect(changed.json["name"] == "Renamed")
            #expect(changed.json["credentials"] == ["apiToken": "********"])
            #expect(try await server.send("PATCH", path, ["credentials": ["apiToken": .null]]).status == 400)
            #expect(try await server.send("PATCH", path, ["name": ""]).status == 400)
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("PATCH", path, ["name": "Gone"]).status == 404)
        }
    }

    @Test("A secret is not sent to another address than the one that it was entered for, unless it is entered again")
    func movedAddress() async throws {
        try await Server.with { server in
            let first: JSONValue = "https://api.example"
            let credentials: JSONValue = ["apiToken": "one", "accountId": "two", "apiUrl": first]
            let made = try await server.send(
                "POST", "/api/connections", ["provider": "elsewhere", "credentials": credentials])
            let path = "/api/connections/\(made.json["id"]?.string ?? "")"
            for change: JSONValue in [
                ["apiUrl": "https://thief.example"], ["apiUrl": "https://thief.example", "apiToken": "********"],
                ["apiUrl": .null],
            ] {
                let refused = try await server.send("PATCH", path, ["credentials": change])
                #expect(refused.status == 400 && refused.json["code"] == "request.invalid", "\(refused.text)")
                #expect(refused.json["details"]?.array?.map { $0["pointer"] } == ["/credentials/apiToken"])
            }
            // What stays where it is, and what is entered again.
            for change: JSONValue in [
                ["accountId": "three"], ["apiUrl": "********", "apiToken": "********"], ["apiUrl": first],
                ["apiUrl": "https://other.example", "apiToken": "two"],
            ] {
                let changed = try await server.send("PATCH", path, ["credentials": change])
                #expect(changed.status == 200, "\(changed.text)")
            }
            _ = try await server.send("POST", "\(path)/verify")
            let asked = server.installation.provider.calls.last { $0.method == "provider.verify" }?.request
            #expect(asked?["credentials"]?["apiToken"] == "two")
            #expect(asked?["credentials"]?["apiUrl"] == "https://other.example")
        }
    }

    @Test("A choice among the credentials is shown as it is stored, and stays when only another value changes")
    func shown() async throws {
        try await Server.with { server in
            let made = try await server.send(
                "POST", "/api/connections",
                ["provider": "elsewhere", "credentials": ["apiToken": "one", "accountId": "two", "plan": "free"]])
            let path = "/api/connections/\(made.json["id"]?.string ?? "")"
            let expected: JSONValue = ["apiToken": "********", "accountId": "********", "plan": "free"]
            #expect(made.json["credentials"] == expected, "\(made.text)")
            let list = try await server.send("GET", "/api/connections").json["data"]?.array
            #expect(list?.first { $0["id"] == made.json["id"] }?["credentials"] == expected)
            // As a form sends it back.
            let changed = try await server.send("PATCH", path, ["credentials": expected])
            #expect(changed.json["credentials"] == expected, "\(changed.text)")
            let other = try await server.send("PATCH", path, ["credentials": ["plan": "paid"]])
            #expect(other.json["credentials"]?["plan"] == "paid")
            let read = try await server.send("GET", path)
            #expect(read.json["credentials"] == other.json["credentials"])
        }
    }

    @Test("A value that is none of the choices is masked: its field was a text when it was stored")
    func unfit() async throws {
        try await Server.with { server in
            let made = try await server.send(
                "POST", "/api/connections",
                ["provider": "elsewhere", "credentials": ["apiToken": "one", "plan": "free"]])
            let id = try #require(made.json["id"]?.string)
            for value: JSONValue in ["hush-text", ["hush-text"], 7] {
                try await server.installation.storage.transaction { database in
                    var record = try #require(
                        try Table(ConnectionRecord.self, in: database).find(
                            ConnectionID(id), of: server.owner.organization))
                    try record.set(
                        ["apiToken": "one", "plan": value],
                        sealedBy: server.installation.platform.connections.secrets)
                    try Table(in: database).update(record)
                }
                let read = try await server.send("GET", "/api/connections/\(id)")
                #expect(read.json["credentials"] == ["apiToken": "********", "plan": "********"], "\(read.text)")
            }
        }
    }

    @Test("A connection stays while something is deployed to it")
    func inUse() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            let refused = try await server.send("DELETE", "/api/connections/\(connection.string ?? "")")
            #expect(refused.status == 409)
            #expect(refused.json["code"] == "connection.inUse")
            #expect(refused.json["error"]?.string?.contains("Test") == true)
            #expect(try await server.send("POST", "\(path)/takedown", ["connectionId": connection]).status == 200)
            #expect(try await server.send("DELETE", "/api/connections/\(connection.string ?? "")").status == 204)
            let deployment = try await server.send("GET", "\(path)/deployments").json["data"]?.array?.first
            #expect(deployment?["connectionId"] == .null)
        }
    }
}
