import JSON
import PlatformFixtures
import Testing

@Suite(.timeLimit(.minutes(10))) struct VersionEndpointTests {
    @Test("A document becomes a version with its code, and the same one again is no other version")
    func lifecycle() async throws {
        try await Server.with { server in
            let (path, id) = try await server.workflow()
            let again = try await server.send("POST", "\(path)/versions", ["ir": Installation.document()])
            #expect(again.status == 200)
            #expect(again.json["id"]?.string == id)
            let next = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(code: "return 2;")])
            #expect(next.status == 201)
            #expect(next.json["version"] == 2)
            let version = try await server.send("GET", "\(path)/versions/\(id)")
            #expect(version.json["ir"]?.text == Installation.document().text)
            #expect(version.json["generatedCode"] == "// Test: first\n")
            let list = try await server.send("GET", "\(path)/versions").json["data"]?.array
            #expect(list?.map { $0["version"] } == [2, 1])
            #expect(list?.first?["ir"] == nil)
        }
    }

    @Test(
        "Texts of a version that people read have no control characters",
        arguments: ["\\u0000", "\\u001b[31m", "\\u009b"])
    func controls(text: String) async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let document = Installation.document(code: "return 2;").text
            let answer = try await server.send(
                "POST", "\(path)/versions", #"{"ir":\#(document),"message":"a\#(text)b"}"#)
            let details = answer.json["details"]?.array?.first
            #expect(answer.status == 400, "\(answer.text)")
            #expect(details?["code"] == "field.control" && details?["pointer"] == "/message", "\(answer.text)")
        }
    }

    @Test("A version has its author and a message, wherever it is shown; one of an earlier release has none")
    func author() async throws {
        try await Server.with { server in
            let (path, first) = try await server.workflow()
            let body: JSONValue = ["ir": Installation.document(code: "return 2;"), "message": "Ask twice"]
            let made = try await server.send("POST", "\(path)/versions", body)
            let owner = try await server.send("GET", "/api/me").json["user"]
            let author: JSONValue = ["id": owner?["id"] ?? .null, "name": owner?["name"] ?? .null]
            #expect(made.json["message"] == "Ask twice" && made.json["author"] == author)
            let id = made.json["id"]?.string ?? ""
            for shown in [
                try await server.send("GET", "\(path)/versions/\(id)").json,
                try await server.send("GET", "\(path)/versions").json["data"]?.array?.first ?? .null,
                try await server.send("GET", "\(path)/full").json["currentVersion"] ?? .null,
                try await server.send("GET", "\(path)/full").json["versions"]?.array?.first ?? .null,
            ] { #expect(shown["message"] == "Ask twice" && shown["author"] == author) }
            let reverted = try await server.send("POST", "\(path)/versions/\(first)/revert")
            #expect(reverted.json["message"] == "Reverts to version 1." && reverted.json["author"] == author)
            let long = JSONValue.string(String(repeating: "x", count: 501))
            let refused = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(code: "return 3;"), "message": long])
            #expect(refused.status == 400 && refused.json["details"]?.array?.first?["pointer"] == "/message")
            _ = try await server.installation.storage.transaction {
                try $0.execute("UPDATE versions SET author_id = NULL, message = NULL", [])
            }
            let old = try await server.send("GET", "\(path)/versions/\(id)").json
            #expect(old["message"] == .null && old["author"] == .null)
        }
    }

    @Test("A document with errors is refused with every one of them")
    func rejected() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let answer = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(type: "nonsense")])
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "application/problem+json")
            let details = try #require(answer.json["details"]?.array)
            #expect(
                details.contains { $0["nodeId"] == "first" && $0["pointer"]?.string?.hasPrefix("/nodes/0") == true })
            for member in ["pointer", "code", "message"] { #expect(details.allSatisfy { $0[member]?.string != nil }) }
            #expect(try await server.send("GET", "\(path)/versions").json["data"]?.array?.count == 1)
        }
    }

    @Test("Versions that are posted at the same time have numbers of their own")
    func concurrency() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 2...17 {
                    group.addTask {
                        let ir = Installation.document(code: "return \(index);")
                        return try await server.send("POST", "\(path)/versions", ["ir": ir]).json["version"]?.int
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.compactMap(\.self).sorted() == Array(2...17))
        }
    }

    @Test("A version is locked, reverted to, and deleted when nothing needs it")
    func lockedAndReverted() async throws {
        try await Server.with { server in
            let (path, first) = try await server.workflow()
            let connection = try await server.connection()
            let other = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(code: "return 2;")])
            let second = other.json["id"]?.string ?? ""

            let locked = try await server.send("PATCH", "\(path)/versions/\(second)", ["locked": true])
            #expect(locked.status == 200 && locked.json["locked"] == true)
            let deploy: JSONValue = ["connectionId": connection, "versionId": .string(second)]
            #expect(try await server.send("POST", "\(path)/deploy", deploy).json["code"] == "deploy.versionLocked")
            #expect(try await server.send("DELETE", "\(path)/versions/\(second)").json["code"] == "version.locked")
            #expect(try await server.send("PATCH", "\(path)/versions/\(second)", ["locked": false]).status == 200)
            #expect(try await server.send("POST", "\(path)/deploy", deploy).status == 201)
            #expect(try await server.send("DELETE", "\(path)/versions/\(second)").json["code"] == "version.deployed")

            let reverted = try await server.send("POST", "\(path)/versions/\(first)/revert")
            #expect(reverted.status == 201)
            #expect(reverted.json["version"] == 3)
            #expect(reverted.json["ir"] == Installation.document())
            let full = try await server.send("GET", "\(path)/full")
            #expect(full.json["currentVersion"] == reverted.json)
            #expect(full.json["versions"]?.array?.map { $0["version"] } == [3, 2, 1])
            #expect(full.json["activeDeployment"]?["versionId"]?.string == second)
            #expect(full.json["envVars"] == [])
            let chosen = try await server.send("GET", "\(path)/full?version=\(first)")
            #expect(chosen.json["currentVersion"]?["id"]?.string == first)
            #expect(try await server.send("GET", "\(path)/full?version=none").status == 404)

            #expect(try await server.send("DELETE", "\(path)/versions/\(first)").status == 204)
            #expect(try await server.send("GET", "\(path)/versions/\(first)").status == 404)
            let next = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(code: "return 4;")])
            #expect(next.json["version"] == 4)
        }
    }

    @Test("A dry run compiles and keeps nothing")
    func dryRun() async throws {
        try await Server.with { server in
            let good = try await server.send("POST", "/api/compile", ["ir": Installation.document()])
            #expect(good.status == 200)
            #expect(good.json["generatedCode"]?.string?.contains("first") == true)
            #expect(good.json["target"] == "here")
            let bad = try await server.send("POST", "/api/compile", ["ir": Installation.document(type: "nothing")])
            #expect(bad.status == 400)
            #expect(bad.json["code"] == "version.rejected")
            #expect(bad.json["details"]?.array?.isEmpty == false)
        }
    }
}
