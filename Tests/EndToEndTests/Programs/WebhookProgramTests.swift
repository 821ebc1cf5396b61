import AsyncHTTPClient
import JSON
import NIOCore
import Testing

@Suite(
    "What webhooks send becomes the payload, or is the sender's mistake", .programServer(.local),
    .timeLimit(.minutes(20)))
struct WebhookProgramTests {
    /// A body, its type, and the payload that it becomes; `nil` when the body cannot be read.
    struct Body: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let type: String
        let payload: JSONValue?
    }

    static let bodies = [
        Body(testDescription: "JSON", text: "{\"a\":[1]}", type: "application/json", payload: ["a": [1]]),
        Body(
            testDescription: "a form with a repeated name", text: "a=1&a=2&b=x+y",
            type: "application/x-www-form-urlencoded", payload: ["a": ["1", "2"], "b": "x y"]),
        Body(
            testDescription: "a multipart form",
            text: "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b0--\r\n",
            type: "multipart/form-data; boundary=b0", payload: ["a": "1"]),
        Body(testDescription: "text", text: "hello", type: "text/plain", payload: "hello"),
        Body(testDescription: "XML", text: "<a/>", type: "application/xml", payload: "<a/>"),
        Body(testDescription: "broken JSON", text: "{\"a\":", type: "application/json", payload: nil),
        Body(
            testDescription: "a multipart form that is cut off",
            text: "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b0\r\nContent-Dispo",
            type: "multipart/form-data; boundary=b0", payload: nil),
        Body(
            testDescription: "JSON that is nested too deep",
            text: "{\"a\":\(String(repeating: "[", count: 5_000))\(String(repeating: "]", count: 5_000))}",
            type: "application/json", payload: nil),
        Body(testDescription: "an image", text: "\u{1}\u{2}", type: "image/png", payload: nil),
    ]

    @Test("By content type", arguments: bodies)
    func body(_ body: Body) async throws {
        let program = try await DeployedProgram("hook-form")
        let answer = try await Self.send("POST", program.url, body.text, type: body.type)
        guard let payload = body.payload else {
            #expect((400..<500).contains(answer.status), "\(answer.status) \(answer.body.text)")
            #expect(answer.body["message"]?.string?.isEmpty == false)
            return
        }
        try #require(answer.status == 200, "\(answer.body.text)")
        let run = try await program.end("\(program.path)/runs/\(answer.body["instanceId"]?.string ?? "")")
        #expect(run["output"] == payload, "\(run.text)")
        #expect(run["params"] == payload, "\(run.text)")
    }

    @Test("A body over the limit is a client error with its reason")
    func hugeBody() async throws {
        let program = try await DeployedProgram("hook-form")
        let text = "{\"x\":\"\(String(repeating: "y", count: 3_000_000))\"}"
        let answer = try await Self.send("POST", program.url, text, type: "application/json")
        #expect((400..<500).contains(answer.status), "\(answer.status) \(answer.body.text)")
    }

    @Test("A GET webhook keeps repeated parameters, and a sender's own instanceId starts a run")
    func query() async throws {
        let program = try await DeployedProgram("hook-query")
        let first = try await Self.send("GET", program.url + "/?tag=a&tag=b&q=x%20y")
        let run = try await program.end("\(program.path)/runs/\(first.body["instanceId"]?.string ?? "")")
        #expect(run["output"] == ["tag": ["a", "b"], "q": "x y"], "\(run.text)")
        let second = try await Self.send("GET", program.url + "/?instanceId=vendor-77&event=created")
        #expect(second.status == 200, "\(second.body.text)")
        #expect(second.body["instanceId"]?.string?.isEmpty == false)
    }

    private static func send(
        _ method: String, _ url: String, _ text: String = "", type: String? = nil
    ) async throws -> APIClient.Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        if let type {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(ByteBuffer(string: text))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let body = try await response.body.collect(upTo: 4 << 20)
        return .init(status: Int(response.status.code), body: try JSONValue(parsing: String(buffer: body)))
    }
}
