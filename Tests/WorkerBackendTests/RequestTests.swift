import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("HTTP requests", .timeLimit(.minutes(10)))
struct RequestTests {
    private static let retries = StepOptions.Retries(limit: 3, delay: 1)

    /// Makes one request and responds with what is given, one after another.
    private func request(
        _ answers: JSONValue..., kind: Program.Kind = .workflow, url: ValueTemplate = .base("/next"),
        options: StepOptions = StepOptions(retries: retries)
    ) async throws -> WorkerRun.Outcome {
        var build = ProgramBuilder()
        let call = build.call(
            "call", .http(method: "GET", url: url, headers: .empty, query: .empty, body: nil), export: "call",
            options: options)
        let run = try WorkerRun(emit(build.program([call], kind: kind))).answers(answers.isEmpty ? [[:]] : answers)
        return kind == .workflow ? try await run.run() : try await run.fetch(body: [:])
    }

    private func text(_ type: String?, _ bytes: [UInt8], more: [JSONValue] = []) -> JSONValue {
        let type: [JSONValue] = type.map { [["content-type", .string($0)]] } ?? []
        return ["headers": .array(type + more), "base64": .string(Data(bytes).base64EncodedString())]
    }

    // {"a":"é"}
    private static let gzip = "H4sIAAAAAAACA6tWSlSyUjq8UqkWAKUA8CAKAAAA"
    private static let zlib = "eNqrVkpUslI6vFKpFgARzgOI"
    private static let deflate = "q1ZKVLJSOrxSqRYA"
    private static let zlibInGzip = "H4sIAAAAAAACA6u4tTrMK2RTkNWeoJViDILnmDsATzKxXhIAAAA="
    private static let gzipTwice = "H4sIAAAAAAACA5Pv5mAAASbm1WFeIZuCrPYErRRjWMrwQYELKAoA+UWEMx4AAAA="

    @Test("What may pass is tried again", arguments: [408, 425, 429, 500, 502, 503, 599])
    func retried(status: Int) async throws {
        let outcome = try await request(["status": .int(status)], ["status": .int(status)], ["text": "ok"])
        #expect(outcome.result?["body"] == "ok")
        #expect(outcome.requests == 3)
    }

    @Test("Every other status ends the step at once, with the start of the body", arguments: [304, 400, 404, 422])
    func final(status: Int) async throws {
        let body: JSONValue = status == 304 ? nil : "wrong id"
        let outcome = try await request(["status": .int(status), "text": body])
        #expect(outcome.requests == 1)
        #expect(outcome.error?.contains("\(status)") == true)
        #expect(status == 304 || outcome.error?.contains("wrong id") == true)
    }

    @Test(
        "A response is decoded whatever its encoding is",
        arguments: [
            ("gzip", Self.gzip), ("x-gzip", Self.gzip), ("GZIP", Self.gzip), ("gzip, identity", Self.gzip),
            ("deflate", Self.zlib),
            ("deflate", Self.deflate), ("identity", Data("{\"a\":\"é\"}".utf8).base64EncodedString()),
            ("gzip, gzip", Self.gzipTwice), ("deflate, gzip", Self.zlibInGzip),
            ("zstd", ""),
        ])
    func decoded(encoding: String, base64: String) async throws {
        let outcome = try await request([
            "headers": [["content-type", "application/json"], ["content-encoding", .string(encoding)]],
            "base64": .string(base64),
        ])
        #expect(outcome.result?["body"] == (base64.isEmpty ? "" : ["a": "é"]), "\(outcome.error ?? "")")
        #expect(outcome.requests == 1)
    }

    @Test(
        "What cannot be decoded fails the step at once with the encoding's name",
        arguments: ["zstd", "compress", "gzip, zstd", "deflate"])
    func undecodable(encoding: String) async throws {
        let damaged: JSONValue = [
            "headers": [["content-type", "text/plain"], ["content-encoding", .string(encoding)]],
            "base64": "KLUv/QRYWQAAeyJhIjoiw6kifQ==",
        ]
        let outcome = try await request(damaged, ["text": "ok"])
        #expect(outcome.error?.contains(encoding.split(separator: " ").last ?? "") == true, "\(outcome.json.text)")
        #expect(outcome.requests == 1)
    }

    @Test("A script tries again as its node says, and not otherwise")
    func scripts() async throws {
        let again = try await request(["status": 503], ["text": "ok"], kind: .script)
        #expect(again.body?.contains("\"ok\"") == true)
        let once = try await request(["status": 503], ["text": "ok"], kind: .script, options: StepOptions())
        #expect(once.status == 500)
        #expect(once.requests == 1)
        let final = try await request(["status": 404], ["text": "ok"], kind: .script)
        #expect(final.requests == 1)
    }

    @Test("A wait beyond the timeout is a sleep between durable steps, and counts against the retries")
    func longWait() async throws {
        let busy: JSONValue = ["status": 503, "headers": [["retry-after", "7200"]]]
        let options = StepOptions(retries: .init(limit: 2, delay: 1), timeout: 60_000)
        let outcome = try await request(busy, ["text": "ok"], options: options)
        #expect(outcome.result?["body"] == "ok")
        #expect(outcome.steps == ["call", "call: wait 1", "call: request 2"])
        #expect(outcome.json["steps"]?.array?[1]["detail"] == 7_200_000)
        let failed = try await request(busy, options: options)
        #expect(failed.requests == 3)
        #expect(failed.error?.contains("503") == true)
    }

    @Test("A date in Retry-After is a wait too")
    func date() async throws {
        let busy: JSONValue = ["status": 429, "headers": [["retry-after", "Fri, 01 Jan 2100 00:00:00 GMT"]]]
        let outcome = try await request(busy, ["text": "ok"])
        #expect(outcome.steps == ["call", "call: wait 1", "call: request 2"])
        #expect(outcome.json["steps"]?.array?[1]["detail"] == 31_536_000_000)
    }

    @Test("A short wait is made within the attempt, and repeats count against the retries")
    func shortWait() async throws {
        let busy: JSONValue = ["status": 429, "headers": [["retry-after", "1"]]]
        let outcome = try await request(busy, options: StepOptions(retries: .init(limit: 1, delay: 1)))
        #expect(outcome.requests == 2)
        #expect(outcome.steps == ["call"])
        #expect(outcome.error?.contains("429") == true)
    }

    @Test("A port that fetch blocks is not tried again", arguments: [9, 6000])
    func blockedPort(port: Int) async throws {
        let outcome = try await request(url: .literal(.string("http://127.0.0.1:\(port)/x?token=sk-secret")))
        #expect(outcome.json["steps"]?.array?.first?["attempts"] == 1)
        let error = try #require(outcome.error)
        #expect(error.contains("127.0.0.1:\(port)") && error.contains("blocked") && !error.contains("sk-secret"))
    }

    @Test("A connection that fails names host, port and cause, but no query, and is tried again")
    func connection() async throws {
        // Nothing listens at port 2, and fetch allows it.
        let url = ValueTemplate.literal("http://127.0.0.1:2/x?token=sk-secret")
        let outcome = try await request(url: url)
        #expect(outcome.json["steps"]?.array?.first?["attempts"] == 4)
        let error = try #require(outcome.error)
        #expect(error.contains("127.0.0.1:2"))
        #expect(error.lowercased().contains("refused"))
        #expect(!error.contains("sk-secret"))
    }

    @Test("An address that is not one fails without another attempt", arguments: ["ftp://x/y", "nowhere", "http://"])
    func address(url: String) async throws {
        let outcome = try await request(url: .literal(.string(url)))
        #expect(outcome.json["steps"]?.array?.first?["attempts"] == 1)
        #expect(outcome.error?.contains("not a valid URL") == true)
    }

    @Test("Text is decoded by its charset, then by its byte order mark, then as UTF-8")
    func charsets() async throws {
        let cases: [(String?, [UInt8], String)] = [
            ("text/html; charset=ISO-8859-1", [0x47, 0xE9], "Gé"),
            ("text/plain;charset=\"gbk\"", [0xBB, 0xC6], "黄"),
            ("application/json; charset=utf-16le", Array("\"a\"".utf8).flatMap { [$0, 0] }, "a"),
            ("text/plain", [0xFF, 0xFE, 0x68, 0, 0xE9, 0], "hé"), ("text/plain", [0xFE, 0xFF, 0, 0x68], "h"),
            ("text/csv", [0xEF, 0xBB, 0xBF, 0xC3, 0xA9], "é"), ("text/plain; charset=none-such", [0xC3, 0xA9], "é"),
            (nil, [0xC3, 0xA9], "é"), ("image/svg+xml", Array("<svg/>".utf8), "<svg/>"),
        ]
        for (type, bytes, expected) in cases {
            let outcome = try await request(text(type, bytes))
            #expect(outcome.result?["body"] == .string(expected), "\(type ?? "-")")
        }
    }

    @Test("What is neither JSON nor text is base64 with its type")
    func binary() async throws {
        let png: [UInt8] = [137, 80, 78, 71, 0, 255]
        let body = try await request(text("image/png", png)).result?["body"]
        #expect(body == ["base64": .string(Data(png).base64EncodedString()), "contentType": "image/png"])
        #expect(try await request(text(nil, png)).result?["body"]?["contentType"] == "")
    }

    @Test("JSON that does not parse stays text, and the request is not made again")
    func brokenJSON() async throws {
        let outcome = try await request(text("application/json", Array("OK, created".utf8)))
        #expect(outcome.result?["body"] == "OK, created")
        #expect(outcome.requests == 1)
    }

    @Test("Integers that a number cannot hold keep their digits")
    func integers() async throws {
        let json = #"{"id":7615917337495251231,"small":-5,"part":0.12345678901234567,"list":[9007199254740993]}"#
        let body = try await request(text("application/vnd.api+json", Array(json.utf8))).result?["body"]
        #expect(body?["id"] == "7615917337495251231")
        #expect(body?["small"] == -5)
        #expect(body?["part"]?.double == 0.12345678901234567)
        #expect(body?["list"] == ["9007199254740993"])
    }

    @Test("Headers that came more than once are an array; empty bodies are empty texts")
    func headers() async throws {
        let outcome = try await request(
            text("application/json", [], more: [["set-cookie", "a=1; Path=/"], ["set-cookie", "b=2"]]))
        #expect(outcome.result?["headers"]?["set-cookie"] == ["a=1; Path=/", "b=2"])
        #expect(outcome.result?["body"] == "")
        #expect(try await request(["status": 204]).result?["body"] == "")
    }

    @Test("Helpers come after the program, and only those that it uses")
    func order() throws {
        var build = ProgramBuilder()
        let call = build.call(
            "call", .http(method: "GET", url: .literal("https://a.test"), headers: .empty, query: .empty, body: nil))
        let source = try emit(build.program([call])).source
        let handlers = try #require(source.firstRange(of: "export default {"))
        let helper = try #require(source.firstRange(of: "async function $request("))
        #expect(handlers.lowerBound < helper.lowerBound)
        var other = ProgramBuilder()
        let value = other.value("a", "1")
        let plain = try emit(other.program([value], triggerCode: "return new Response()")).source
        #expect(!plain.contains("function $"))
    }
}

extension WorkerRun.Outcome {
    /// How many requests the server got.
    var requests: Int? { json["requests"]?.array?.count }
}

extension ValueTemplate {
    /// A path at the server that stands for others.
    static func base(_ path: String) -> ValueTemplate {
        .text([.reference(Reference(root: .environment, path: [.key("BASE")])), .text(path)])
    }
}
