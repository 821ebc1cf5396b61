import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Webhooks", .timeLimit(.minutes(10)))
struct WebhookTests {
    private static func run(_ path: String? = nil, _ method: String? = nil) throws -> WorkerRun {
        var build = ProgramBuilder()
        let only = build.value("only", "1")
        let program = build.program([only], trigger: .http(path: path, method: method))
        return try WorkerRun(emit(program)).workflow("WORKFLOW")
    }

    @Test(
        "Bodies become payloads by their type",
        arguments: [
            ("application/json", #"{"a":[1,null]}"#, ["a": [1, nil]]), (nil, "[1]", [1]),
            ("application/json", "", [:]), ("application/ld+json; charset=utf-8", "5", 5),
            ("application/x-www-form-urlencoded", "a=1&b=x+y&a=%C3%A9", ["a": ["1", "é"], "b": "x y"]),
            ("application/x-www-form-urlencoded", "__proto__=1", ["__proto__": "1"]),
            (
                "multipart/form-data; boundary=B",
                "--B\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n", ["a": "1"]
            ),
            ("text/plain", "12", "12"), ("text/plain", #"{"a":1}"#, #"{"a":1}"#), ("application/xml", "<a/>", "<a/>"),
            ("application/json", #"{"id":9007199254740993}"#, ["id": "9007199254740993"]),
        ] as [(String?, String, JSONValue)])
    func payloads(type: String?, body: String, payload: JSONValue) async throws {
        let outcome = try await Self.run().fetch(body: body, bytes: Data(body.utf8), type: type)
        #expect(outcome.status == 200, "\(outcome.body ?? "")")
        #expect(outcome.body == #"{"runId":"instance-1","instanceId":"instance-1"}"#)
        #expect(outcome.json["created"] == [payload])
    }

    @Test(
        "The sender's mistakes are told with their status",
        arguments: [
            ("application/json", "{\"a\":", nil, 400), ("application/json", "nothing", nil, 400),
            ("multipart/form-data; boundary=B", "nothing", nil, 400), ("text/plain", "no gzip", "gzip", 400),
            (
                "multipart/form-data; boundary=B",
                "--B\r\ncontent-disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n1\r\n--B--\r\n", nil, 415
            ),
            ("image/png", "x", nil, 415), ("application/json", "{}", "br", 415),
        ] as [(String, String, String?, Int)])
    func mistakes(type: String, body: String, encoding: String?, status: Int) async throws {
        let outcome = try await Self.run().fetch(body: body, type: type, encoding: encoding)
        #expect(outcome.status == status)
        #expect(try JSONValue(parsing: outcome.body ?? "")["message"]?.string?.isEmpty == false)
        #expect(outcome.json["created"] == [])
    }

    @Test(
        "A body that is too large is refused",
        arguments: [
            ("text/plain", "x", 1_048_577, ""),
            // Is little as a value, but too much to read.
            ("application/json", " ", 1_048_577, "{}"),
            // Fits as a body, but not as JSON.
            ("text/plain", "\"", 600_000, ""),
        ])
    func large(type: String, piece: String, count: Int, end: String) async throws {
        try await mistakes(type: type, body: String(repeating: piece, count: count) + end, encoding: nil, status: 413)
    }

    /// 1,100,000 zeros, packed by `gzip`.
    private static let packedZeros = Data(
        base64Encoded:
            """
            H4sIAAAAAAACA+3BMQEAAADCoPVPbQ0PoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA3AxL97SzgyBAA
            """)

    @Test(
        "Text and forms are read by their charset",
        arguments: [
            (
                "application/x-www-form-urlencoded; charset=iso-8859-1", "a=caf\u{E9}+%E9&b%E9=%80",
                ["a": "café é", "bé": "€"]
            ),
            ("application/x-www-form-urlencoded;charset=\"windows-1251\"", "a=%CF%F0%E8", ["a": "При"]),
            ("application/x-www-form-urlencoded; charset=Shift_JIS", "a=%82%A0%&&=x&b", ["a": "あ%", "": "x", "b": ""]),
            ("text/plain; charset=latin1", "caf\u{E9}", "café"),
            ("application/json; charset=latin1", "\"\u{E9}\"", "é"),
        ] as [(String, String, JSONValue)])
    func charsets(type: String, latin: String, payload: JSONValue) async throws {
        let bytes = Data(latin.unicodeScalars.map { UInt8($0.value) })
        let outcome = try await Self.run().fetch(body: nil, bytes: bytes, type: type)
        #expect(outcome.json["created"] == [payload], "\(outcome.body ?? "")")
    }

    @Test(
        "Bytes that are not text in their charset are the sender's mistake, which names them",
        arguments: [
            ("application/x-www-form-urlencoded", "ok=1&name=%FF", 400, "\"name\""),
            ("application/x-www-form-urlencoded", "a=%C3", 400, "\"a\""),
            ("application/x-www-form-urlencoded", "%FE=1", 400, "name"),
            ("application/x-www-form-urlencoded", "a=\u{E9}", 400, "utf-8"), ("text/plain", "\u{E9}", 400, "utf-8"),
            ("application/x-www-form-urlencoded; charset=euc-jp", "a=%FF", 400, "\"a\""),
            ("application/x-www-form-urlencoded; charset=klingon", "a=1", 415, "klingon"),
            ("application/x-www-form-urlencoded; charset=utf-16", "a\0=\u{0}1\0", 415, "utf-16"),
            ("text/plain; charset=ebcdic", "a", 415, "ebcdic"), ("application/json; charset=x", "{}", 415, "x"),
            (
                "multipart/form-data; boundary=B",
                "--B\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\n\u{E9}\r\n--B--\r\n", 400, "\"title\""
            ),
        ] as [(String, String, Int, String)])
    func undecodable(type: String, latin: String, status: Int, named: String) async throws {
        let bytes = Data(latin.unicodeScalars.map { UInt8($0.value) })
        let outcome = try await Self.run().fetch(body: nil, bytes: bytes, type: type)
        #expect(outcome.status == status, "\(outcome.body ?? "")")
        #expect(try JSONValue(parsing: outcome.body ?? "")["message"]?.string?.contains(named) == true)
        #expect(outcome.json["created"] == [])
    }

    @Test("A query is text in UTF-8, too")
    func query() async throws {
        let run = try Self.run(nil, "GET")
        #expect(try await run.fetch("GET", "/?a=%C3%A9+%2B&a=é").json["created"] == [["a": ["é +", "é"]]])
        let outcome = try await run.fetch("GET", "/?a=1&b=%E9")
        #expect(outcome.status == 400)
        #expect(outcome.body?.contains("\\\"b\\\"") == true)
    }

    @Test("gzip is unpacked, up to the limit")
    func gzip() async throws {
        let small = try await Self.run().fetch(
            body: nil, bytes: Data(base64Encoded: "H4sIAAAAAAACA6tWqlKyMqwFADwKK0EHAAAA"), type: "application/json",
            encoding: "gzip")
        #expect(small.json["created"] == [["z": 1]])
        let bomb = try await Self.run().fetch(
            body: nil, bytes: Self.packedZeros, type: "text/plain", encoding: "gzip")
        #expect(bomb.status == 413)
    }

    private static let form =
        "--b0\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b0\r\nContent-Disposition:form-data; name=b\r\n\r\n22\r\n--b0--"

    @Test("A form that is cut off is the sender's mistake wherever it ends", arguments: 1..<form.utf8.count)
    func cut(length: Int) async throws {
        let body = Data(Self.form.utf8.prefix(length))
        let outcome = try await Self.run().fetch(body: nil, bytes: body, type: "multipart/form-data; boundary=b0")
        #expect(outcome.status == 400, "\(outcome.body ?? "")")
        #expect(outcome.body?.contains("closing boundary --b0--") == true, "\(outcome.body ?? "")")
        #expect(outcome.json["created"] == [])
    }

    @Test(
        "Every part of a form has a name",
        arguments: [
            "content-disposition: form-data", "content-disposition: form-data; name=\"\"", "x-none: 1",
            "content-disposition: form-data; filename=\"f\"",
        ])
    func partsWithoutName(header: String) async throws {
        let body = Self.form.replacing("content-disposition: form-data; name=\"a\"", with: header)
        let outcome = try await Self.run().fetch(
            body: nil, bytes: Data(body.utf8), type: "multipart/form-data; boundary=b0")
        #expect(outcome.status == 400)
        #expect(outcome.body?.contains("part 1 has no name") == true, "\(outcome.body ?? "")")
        #expect(outcome.json["created"] == [])
    }

    @Test(
        "A whole form is read, also with a quoted boundary, an end of line and text after it",
        arguments: [
            ("b0", "b0", ""), ("b0", "b0", "\r\n"), ("b0", "b0", "\r\nlate"), ("(a+b) c.", "\"(a+b) c.\"", "\r\n"),
        ])
    func whole(boundary: String, parameter: String, end: String) async throws {
        let body = Self.form.replacing("--b0", with: "--\(boundary)") + end
        let outcome = try await Self.run().fetch(
            body: nil, bytes: Data(body.utf8), type: "multipart/form-data; boundary=\(parameter)")
        #expect(outcome.json["created"] == [["a": "1", "b": "22"]], "\(outcome.body ?? "")")
    }

    @Test(
        "JSON nested deeper than 500 levels is the sender's mistake, however deep",
        arguments: [(499, 200), (500, 400), (3_000, 400), (100_000, 400)])
    func nesting(levels: Int, status: Int) async throws {
        let list = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        // Brackets in a text are none; long digits are kept as text.
        let body = "{\"[[{\\\"\":\"[[\",\"n\":12345678901234567890,\"a\":\(list)}"
        let outcome = try await Self.run().fetch(body: body, type: "application/json")
        #expect(outcome.status == status, "\(outcome.body ?? "")")
        #expect(
            (outcome.body?.contains("The parameters are nested deeper than 500 levels.") == true) == (status == 400))
        #expect(outcome.json["created"]?.array?.count == (status == 400 ? 0 : 1))
    }

    @Test("A number that JavaScript cannot hold reaches the run as text")
    func largeNumbers() async throws {
        let body = #"{"a":1e400,"b":-1E+309,"c":9007199254740993,"d":1e300,"e":"1e400","f":[0.5e-400]}"#
        let outcome = try await Self.run().fetch(body: body, type: "application/json")
        #expect(outcome.status == 200, "\(outcome.body ?? "")")
        let created: JSONValue = [
            "a": "1e400", "b": "-1E+309", "c": "9007199254740993", "d": 1e300, "e": "1e400", "f": [0],
        ]
        #expect(outcome.json["created"] == [created])
    }

    @Test("The path and the method of the trigger hold")
    func routes() async throws {
        let run = try Self.run("/orders", "PUT")
        #expect(try await run.fetch("PUT", "/orders", body: [:]).status == 200)
        #expect(try await run.fetch("PUT", "/orders/", body: [:]).status == 200)
        #expect(try await run.fetch("PUT", "/", body: [:]).status == 404)
        #expect(try await run.fetch("PUT", "/orders/7", body: [:]).status == 404)
        #expect(try await run.fetch("PUT", "/%6Frders", body: [:]).status == 200)
        #expect(try await run.fetch("PUT", "/orders%2F", body: [:]).status == 404)
        #expect(try await run.fetch("PUT", "/orders%", body: [:]).status == 404)
        #expect(try await Self.run("/caf\u{E9}/a b", "PUT").fetch("PUT", "/caf%c3%A9/a%20b", body: [:]).status == 200)
        let other = try await run.fetch("POST", "/orders", body: [:])
        #expect(other.status == 405)
        #expect(other.json["headers"]?["allow"] == "PUT, GET")
        #expect(try await run.fetch("GET", "/orders?instanceId=known").body == #"{"status":"running"}"#)
        #expect(try await run.fetch("GET", "/orders?instanceId=other").status == 404)
    }

    @Test("A trigger by GET starts a run from the query, also one with an instanceId of the sender's")
    func get() async throws {
        let run = try Self.run(nil, "GET")
        #expect(
            try await run.fetch("GET", "/?tag=a&tag=b&q=x%20y").json["created"] == [["tag": ["a", "b"], "q": "x y"]])
        #expect(try await run.fetch("GET", "/?instanceId=theirs").json["created"] == [["instanceId": "theirs"]])
        #expect(try await run.fetch("GET", "/?instanceId=known").body == #"{"status":"running"}"#)
        #expect(try await run.fetch("POST", body: [:]).status == 405)
    }

    @Test("A script reads JSON that is sent as text, and what cannot be read is the sender's mistake")
    func scripts() async throws {
        var build = ProgramBuilder()
        let step = build.step("got", .code("return event.payload"), export: "got")
        let run = try WorkerRun(emit(build.program([step], kind: .script)))
        #expect(try await run.fetch(body: #"{"a":1}"#, type: "text/plain").body == #"{"got":{"a":1}}"#)
        #expect(try await run.fetch(body: "12", type: "text/plain").body == #"{"got":"12"}"#)
        #expect(try await run.fetch(body: "{", type: "application/json").status == 400)
        #expect(try await run.fetch("GET").body == "")
    }
}
