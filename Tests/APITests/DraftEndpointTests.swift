import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Drafts and layouts", .timeLimit(.minutes(10)))
struct DraftEndpointTests {
    @Test("A draft is any object, is found again as it was sent, and is marked in lists without its document")
    func lifecycle() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let missing = try await server.send("GET", "\(path)/draft")
            #expect(missing.status == 404 && missing.json["code"] == "draft.notFound", "\(missing.text)")
            #expect(try await server.send("GET", path).json["draft"] == .null)
            let document = #"{"z":1.0,"nodes":"none yet","a":{"10":1,"2":12345678901234567890}}"#
            let saved = try await server.send(
                "PUT", "\(path)/draft", #"{"document":\#(document),"baseVersionId":"\#(version)"}"#)
            #expect(saved.status == 200, "\(saved.text)")
            let read = try await server.send("GET", "\(path)/draft")
            #expect(read.json == saved.json && read.json["baseVersionId"]?.string == version)
            // Order of members and spelling of numbers survive.
            #expect(read.text.contains(#""document":\#(document)"#), "\(read.text)")
            #expect(read.json["author"]?["id"]?.string == server.owner.user.text)
            for place in [
                try await server.send("GET", "/api/workflows").json["data"]?.array?.first,
                try await server.send("GET", path).json, try await server.send("GET", "\(path)/full").json,
            ] {
                let draft = place?["draft"]
                #expect(draft?["updatedAt"] == read.json["updatedAt"] && draft?["baseVersionId"]?.string == version)
                #expect(draft?["document"] == nil)
            }
            let again = try await server.send("PUT", "\(path)/draft", ["document": [:]])
            #expect(again.json["createdAt"] == saved.json["createdAt"] && again.json["baseVersionId"] == .null)
            for _ in 0..<2 { #expect(try await server.send("DELETE", "\(path)/draft").status == 204) }
            #expect(try await server.send("GET", "\(path)/draft").status == 404)
        }
    }

    @Test("Of two who save, the second gets the first one's draft and its tag, and saves with that")
    func conflict() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path + "/draft"
            func save(_ name: String, _ headers: [String: String]) async throws -> Server.Answer {
                try await server.send("PUT", path, #"{"document":{"name":"\#(name)"}}"#, headers: headers)
            }
            let first = try await save("first", ["if-none-match": "*"])
            let tag = try #require(first.headers["etag"])
            let refused = try await save("second", ["if-none-match": "*"])
            #expect(refused.status == 412 && refused.json["code"] == "precondition.failed")
            #expect(refused.json["current"] == first.json && refused.headers["etag"] == tag, "\(refused.text)")
            let second = try await save("second", ["if-match": tag])
            #expect(second.status == 200 && second.headers["etag"] != tag)
            let late = try await save("first again", ["if-match": tag])
            #expect(late.status == 412 && late.json["current"]?["document"]?["name"] == "second")
            #expect(try await server.send("DELETE", path, nil, headers: ["if-match": tag]).status == 412)
            let newest = try #require(late.headers["etag"])
            #expect(try await server.send("DELETE", path, nil, headers: ["if-match": newest]).status == 204)
            // What is discarded has neither a tag nor a document.
            let gone = try await save("first again", ["if-match": newest])
            #expect(gone.status == 412 && gone.json["current"] == nil && gone.headers["etag"] == nil)
            let other = try await server.send(
                "PATCH", path.replacing("/draft", with: ""), "{}", headers: ["if-match": "\"0\""])
            #expect(other.status == 412 && other.json["current"] == nil, "others report nothing more than before")
        }
    }

    @Test("A version of the draft's document removes the draft; one of another document does not")
    func version() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let document = Installation.document(code: "return 7;")
            let draft: JSONValue = ["document": document, "baseVersionId": .string(version)]
            #expect(try await server.send("PUT", "\(path)/draft", draft).status == 200)
            let other: JSONValue = ["ir": Installation.document(code: "return 8;")]
            #expect(try await server.send("POST", "\(path)/versions", other).status == 201)
            #expect(try await server.send("GET", "\(path)/draft").status == 200)
            let invalid = try await server.send("POST", "\(path)/versions", ["ir": ["nodes": []]])
            #expect(invalid.status == 400)
            #expect(try await server.send("POST", "\(path)/versions", ["ir": document]).status == 201)
            #expect(try await server.send("GET", "\(path)/draft").status == 404)
            // One that equals the latest version makes none, and is no draft any more, either.
            #expect(try await server.send("PUT", "\(path)/draft", ["document": document]).status == 200)
            #expect(try await server.send("POST", "\(path)/versions", ["ir": document]).status == 200)
            #expect(try await server.send("GET", "\(path)/draft").status == 404)
        }
    }

    @Test("A deleted version leaves the draft, without its beginning; a deleted workflow takes it along")
    func deleted() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let second: JSONValue = ["ir": Installation.document(code: "return 2;")]
            let latest = try await server.send("POST", "\(path)/versions", second).json["id"]?.string ?? ""
            let unknown = try await server.send(
                "PUT", "\(path)/draft", ["document": [:], "baseVersionId": "unknown"])
            #expect(unknown.status == 404 && unknown.json["code"] == "version.notFound")
            let draft: JSONValue = ["document": [:], "baseVersionId": .string(latest)]
            #expect(try await server.send("PUT", "\(path)/draft", draft).status == 200)
            #expect(try await server.send("DELETE", "\(path)/versions/\(latest)").status == 204)
            #expect(try await server.send("GET", "\(path)/draft").json["baseVersionId"] == .null)
            #expect(version != latest)
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("GET", "\(path)/draft").json["code"] == "workflow.notFound")
        }
    }

    @Test("Members edit drafts, keys by their scopes, and other projects see none")
    func access() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path + "/draft"
            let body: JSONValue = ["document": ["by": "a member"]]
            let owner = try await Person.owner(of: server)
            let invited = try await owner.send("POST", "/api/invitations", ["email": "ada@example.com"])
            let member = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let saved = try await member.send("PUT", path, body)
            #expect(saved.status == 200 && saved.json["author"]?["name"] == "Ada", "\(saved.text)")
            #expect(try await owner.send("GET", path).json == saved.json)
            let reader = try await server.key([.read])
            #expect(try await server.send("GET", path, key: reader).status == 200)
            #expect(try await server.send("PUT", path, body, key: reader).json["code"] == "auth.scope")
            #expect(try await server.send("PUT", path, body, key: try await server.key([.read, .write])).status == 200)
            let project = try await owner.send("POST", "/api/projects", ["name": "Other"]).json["id"]?.string ?? ""
            for (method, body) in [("GET", nil), ("PUT", body), ("DELETE", nil)] as [(String, JSONValue?)] {
                let answer = try await owner.send(method, "\(path)?projectId=\(project)", body)
                #expect(answer.status == 404 && answer.json["code"] == "workflow.notFound", "\(method): \(answer.text)")
            }
        }
    }

    @Test("A layout is apart: setting it changes no workflow, draft or version, and positions are numbers")
    func layout() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let empty = try await server.send("GET", "\(path)/layout")
            #expect(empty.json == ["nodes": [:], "viewport": .null, "updatedAt": .null], "\(empty.text)")
            let before = try await server.send("GET", "\(path)/full")
            let nodes: JSONValue = ["note": ["x": 240, "y": -12.5], "gone": ["x": 0, "y": 0]]
            let body: JSONValue = ["nodes": nodes, "viewport": ["x": 1, "y": 2, "zoom": 0.5]]
            let set = try await server.send("PUT", "\(path)/layout", body)
            #expect(set.status == 200 && set.json["nodes"] == nodes, "\(set.text)")
            let read = try await server.send("GET", "\(path)/layout")
            #expect(read.json == set.json && read.json["viewport"]?["zoom"] == 0.5)
            #expect(try await server.send("GET", "\(path)/full").json == before.json)
            let stale = try await server.send(
                "PUT", "\(path)/layout", body.text, headers: ["if-match": empty.headers["etag"] ?? ""])
            #expect(stale.status == 412 && stale.json["current"] == set.json)
            let fresh = try #require(read.headers["etag"])
            let again = try await server.send("PUT", "\(path)/layout", body.text, headers: ["if-match": fresh])
            #expect(again.status == 200)
            for (wrong, pointer) in [
                (["nodes": ["a": ["x": "left", "y": 0]]], "/nodes/a/x"), (["nodes": ["a": ["x": 1]]], "/nodes/a/y"),
                (["nodes": [:], "viewport": ["x": 0, "y": 0, "zoom": 0]], "/viewport/zoom"), ([:], "/nodes"),
            ] as [(JSONValue, JSONValue)] {
                let answer = try await server.send("PUT", "\(path)/layout", wrong)
                let first = answer.json["details"]?.array?.first
                #expect(answer.status == 400 && first?["pointer"] == pointer, "\(answer.text)")
            }
        }
    }

    @Test("Saving drafts and layouts counts in a limit of its own")
    func limits() async throws {
        var limits = RateLimits.none
        limits.set(.write, to: 2)
        limits.set(.draft, to: 3)
        try await Server.with(limits: limits) { server in
            let path = try await server.workflow().path
            for _ in 0..<2 { #expect(try await server.send("PUT", "\(path)/draft", ["document": [:]]).status == 200) }
            #expect(try await server.send("PUT", "\(path)/layout", ["nodes": [:]]).status == 200)
            let refused = try await server.send("PUT", "\(path)/draft", ["document": [:]])
            #expect(refused.status == 429 && refused.json["error"]?.string?.contains("(draft)") == true)
            #expect(try await server.send("PATCH", path, ["name": "Other"]).status == 429)
        }
    }
}
