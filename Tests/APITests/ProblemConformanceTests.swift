import Errors
import Foundation
import HTTPTypes
import JSON
import PluginMessages
import Testing

@testable import API

@Suite("Problem documents by RFC 9457", .timeLimit(.minutes(10)))
struct ProblemConformanceTests {
    private static let codes = ErrorCode.allCases.filter { $0.kind != .commandLine }

    /// What the RFC requires of a document (section 3.1, and 3.2 for the names of members).
    private func check(_ body: JSONValue, status: Int, _ what: String) throws {
        let object = try #require(body.object, "\(what)")
        for name in ["type", "title", "detail"] {
            #expect(body[name]?.string?.isEmpty == false, "\(what): \(name)")
        }
        let type = body["type"]?.string ?? ""
        // A URN (RFC 8141), which is the same wherever the document is read.
        #expect(
            type.wholeMatch(of: /urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:[A-Za-z0-9._~:-]+/) != nil,
            "\(what): \(type)")
        #expect(type != "about:blank", "\(what)")
        #expect(body["status"]?.int == status && (400...599).contains(status), "\(what)")
        // A reference, or null, which readers ignore.
        let instance = try #require(body["instance"], "\(what)")
        if let text = instance.string {
            #expect(text.hasPrefix("/") && URL(string: text) != nil, "\(what): \(text)")
        } else {
            #expect(instance == .null, "\(what)")
        }
        for member in object.members {
            #expect(member.key.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]{2,}/) != nil, "\(what): \(member.key)")
        }
        // What readers of this API expect besides.
        #expect(body["error"] == body["detail"] && body["code"]?.string.map(type.hasSuffix) == true, "\(what)")
        #expect(body["details"]?.array != nil && body["requestId"]?.string?.isEmpty == false, "\(what)")
    }

    @Test("The document of every code has the standard's members in their types")
    func documents() throws {
        #expect(Self.codes.count > 100)
        let detail = Diagnostic(code: "field.type", message: "must be a text", pointer: "/name")
        for code in Self.codes {
            for path in ["/api/workflows/x", "/api/a%20b?c=d", nil] {
                let problem = Problem(code, "Something is wrong.", details: path == nil ? [] : [detail])
                let body = try problem.body(of: path, requestID: "r1")
                try check(body, status: code.kind.status.code, "\(code.rawValue) \(path ?? "")")
                #expect(problem.fields[.contentType] == "application/problem+json")
                #expect(try JSONValue(parsing: body.bytes) == body)
            }
        }
    }

    @Test("A type is one kind of problem: codes have types of their own, and a type always the same title and status")
    func types() throws {
        var types: [String: String] = [:]
        for code in Self.codes {
            let bodies = try ["one", "two"].map { try Problem(code, $0).body(of: "/api/\($0)", requestID: $0) }
            for name in ["type", "title", "status"] { #expect(bodies[0][name] == bodies[1][name], "\(code.rawValue)") }
            #expect(bodies[0]["detail"] != bodies[1]["detail"])
            #expect(types.updateValue(code.rawValue, forKey: bodies[0]["type"]?.string ?? "") == nil)
        }
    }

    @Test("What the server refuses has the status of its document, and the standard's media type")
    func answers() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let rows: [(String, String, String?, String, Int)] = [
                ("GET", "/api/workflows/nothing", nil, "", 404), ("GET", "/api/nowhere/a%20b", nil, "", 404),
                ("DELETE", "/api/workflows", nil, "", 405), ("POST", "/api/workflows", "{", "", 400),
                ("POST", "/api/workflows", "{}", "", 400), ("PATCH", path, #"{"name":"N"}"#, "if-match", 412),
                ("GET", "/api/workflows", nil, "authorization", 401),
            ]
            for (method, path, body, header, status) in rows {
                let headers = header == "if-match" ? [header: "\"other\""] : [:]
                let answer = try await server.send(
                    method, path, body, key: header == "authorization" ? "" : nil, headers: headers)
                #expect(answer.status == status, "\(method) \(path): \(answer.text)")
                #expect(answer.headers["content-type"] == "application/problem+json", "\(method) \(path)")
                try check(answer.json, status: status, "\(method) \(path)")
            }
        }
    }
}
