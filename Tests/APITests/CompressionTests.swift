import AsyncHTTPClient
import JSON
import NIOCore
import PlatformFixtures
import Testing

@testable import API

@Suite("Compression", .timeLimit(.minutes(10)))
struct CompressionTests {
    @Test(
        "Whether gzip is wanted",
        arguments: [
            ("gzip", true), ("GZIP", true), ("br, gzip;q=0.5", true), ("*", true), ("gzip;q=0", false),
            ("*;q=0", false),
            ("br", false), ("", false), ("identity", false), ("gzip;q=0.2, identity;q=0.5", false),
            ("gzip;q=0, *", false), ("x-gzip", true), ("gzip; q=0.1", true), ("gzip;q=nonsense", false),
        ])
    func accepted(header: String, isWanted: Bool) { #expect(AcceptedEncodings(header).prefersGzip == isWanted) }

    @Test("What is packed is unpacked as it was, and no more than that is", arguments: [0, 1, 70_000, 1 << 20])
    func roundTrip(count: Int) throws {
        let plain = ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })
        let packed = try #require(Gzip.compress(plain))
        #expect(try Gzip.decompress(packed, upTo: count) == plain)
        if count > 0 { #expect(throws: Gzip.TooLong.self) { try Gzip.decompress(packed, upTo: count - 1) } }
        #expect(throws: Gzip.Malformed.self) {
            try Gzip.decompress(packed.getSlice(at: 0, length: packed.readableBytes - 1) ?? packed, upTo: count)
        }
    }

    @Test("Long answers are packed for those who take it; short ones, streams and problems in short are not")
    func answers() async throws {
        try await Server.with { server in
            let packed = try await raw(server, "/api/openapi.json")
            let plain = try await server.send("GET", "/api/openapi.json", headers: ["accept-encoding": "identity"])
            #expect(
                plain.headers["content-encoding"] == nil && plain.headers["vary"]?.contains("accept-encoding") == true)
            #expect(packed.headers["vary"] == "accept-encoding")
            #expect(packed.headers["content-encoding"] == "gzip")
            #expect(packed.body.readableBytes * 2 < plain.body.readableBytes)
            #expect(try Gzip.decompress(packed.body, upTo: 8 << 20) == plain.body)
            let short = try await server.send("GET", "/api/workflows", headers: ["accept-encoding": "gzip"])
            #expect(short.headers["content-encoding"] == nil && short.headers["vary"] == nil)
            let (path, _) = try await server.workflow()
            let stream = try await server.send(
                "POST", "\(path)/deploy-stream", JSONValue.object(["connectionId": server.connection()]).text,
                headers: ["accept-encoding": "gzip"])
            #expect(stream.headers["content-encoding"] == nil && stream.events.last?.name == "result")
        }
    }

    /// An answer as it came: the client of the other tests unpacks it.
    private func raw(_ server: Server, _ path: String) async throws -> Server.Answer {
        let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup)
        var request = HTTPClientRequest(url: server.base + path)
        request.headers.add(name: "accept-encoding", value: "br, gzip")
        do {
            let response = try await client.execute(request, timeout: .seconds(100))
            let answer = Server.Answer(
                status: Int(response.status.code),
                headers: Dictionary(
                    response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }),
                body: try await response.body.collect(upTo: 8 << 20))
            try await client.shutdown()
            return answer
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    @Test("Bodies are taken with gzip as far as they are with it no longer than others")
    func bodies() async throws {
        try await Server.with(bodyLimit: 10_000) { server in
            func post(_ body: ByteBuffer, _ encoding: String) async throws -> Server.Answer {
                try await server.send("POST", "/api/workflows", bytes: body, headers: ["content-encoding": encoding])
            }
            let body = try #require(Gzip.compress(ByteBuffer(string: #"{"name":"Packed"}"#)))
            let made = try await post(body, "gzip")
            #expect(made.status == 201 && made.json["name"] == "Packed")
            let bomb = try #require(
                Gzip.compress(ByteBuffer(string: #"{"name":"\#(String(repeating: "x", count: 5 << 20))"}"#)))
            #expect(bomb.readableBytes < 10_000)
            #expect(try await post(bomb, "gzip").status == 413)
            #expect(try await post(ByteBuffer(string: "{}"), "gzip").status == 400)
            let other = try await post(body, "br")
            #expect(other.status == 415 && other.headers["accept-encoding"] == "gzip")
            #expect(other.json["code"] == "request.encoding")
        }
    }
}
