import Foundation
import NIOCore
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Connections to functions", .timeLimit(.minutes(3)))
struct FunctionConnectionTests {
    /// A connection that says what it likes.
    private final class Client {
        private let descriptor: Int32
        private var received: [UInt8] = []

        init(_ address: String) throws {
            let url = try #require(URL(string: address))
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(url.port ?? 0).bigEndian
            address.sin_addr.s_addr = inet_addr(url.host ?? "")
            let status = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            try #require(status == 0)
        }

        deinit { close(descriptor) }

        func say(_ text: String) {
            let bytes = Array(text.utf8)
            _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        var text: String { String(decoding: received, as: UTF8.self) }

        /// Whether the server has closed; what it sent before is in ``text``.
        var isClosed: Bool {
            var bytes = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    received += bytes[..<count]
                    continue
                }
                return count == 0 || errno != EAGAIN
            }
        }
    }

    /// Deploys a function that responds with the body it is sent, or without one with as much as the client reads.
    private func serving(
        _ settings: [String: String], _ body: (LocalFixture, Deployed) async throws -> Void
    ) async throws {
        let program = """
            if (request.body) return new Response(await request.text());
            return new Response(new ReadableStream({
              pull(controller) { controller.enqueue(new Uint8Array(65_536)); },
            }));
            """
        try await LocalFixture.with(settings: settings) { fixture in
            let function = try await fixture.deploy(LocalFixture.function(program), kind: .script)
            try await body(fixture, function)
        }
    }

    private func count(_ limit: String, _ fixture: LocalFixture) async throws -> Double? {
        let limited = try await fixture.runtime.metrics().first { $0.name == "limited" }
        return limited?.samples.first { $0.labels["limit"] == limit }?.value
    }

    @Test(
        "Heads and bodies that drip are refused when their time is over, counted and logged; others are served meanwhile"
    )
    func drip() async throws {
        try await serving(["REQUEST_TIME": "2"]) { fixture, function in
            let (head, body) = (try Client(function.url), try Client(function.url))
            head.say("GET /w/\(function.service)/ HTTP/1.1\r\nHo")
            body.say("POST /w/\(function.service)/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx")
            #expect(try await function.ask("POST", body: Array("hello".utf8)).text == "hello")
            try await eventually("the slow head is refused") {
                head.say("x")
                return head.isClosed
            }
            #expect(head.text.hasPrefix("HTTP/1.1 408 ") && head.text.contains("local.request.slow"), "\(head.text)")
            try await eventually("the slow body is refused") {
                body.say("x")
                return body.isClosed || body.text.contains("408")
            }
            #expect(!body.text.hasPrefix("HTTP/1.1 200"), "\(body.text)")
            // That of the test's own client may stay.
            try await eventually("the server has closed both") { await fixture.runtime.openConnections <= 1 }
            withExtendedLifetime((head, body)) {}
            #expect(try await count("functions.slowHead", fixture) == 1)
            #expect(try await count("functions.slowBody", fixture) == 1)
            #expect(fixture.recorder.lines.contains { $0.contains("the headers of a request did not arrive in time") })
            #expect(fixture.recorder.lines.contains { $0.contains("MILLRACE_LOCAL_REQUEST_TIME") })
        }
    }

    @Test("A body that is not valid HTTP is its sender's fault, and not the function's")
    func malformedBody() async throws {
        try await serving([:]) { fixture, function in
            let client = try Client(function.url)
            client.say(
                "POST /w/\(function.service)/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")
            try await eventually("it is refused") { client.isClosed || client.text.contains("local.request.http") }
            #expect(client.text.hasPrefix("HTTP/1.1 400 "), "\(client.text)")
            #expect(try await function.ask("POST", body: Array("hello".utf8)).text == "hello")
        }
    }

    @Test("Behind a request that was served, a head that drips is refused, too")
    func secondHead() async throws {
        try await serving(["REQUEST_TIME": "2"]) { _, function in
            let client = try Client(function.url)
            client.say(
                "POST /w/\(function.service)/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
            try await eventually("it is served") { !client.isClosed && client.text.contains("hello") }
            client.say("\r\n")
            try await eventually("it is closed") {
                client.say("G")
                return client.isClosed
            }
        }
    }

    @Test("A client that does not read the response is let go of")
    func unread() async throws {
        try await serving(["REQUEST_TIME": "1"]) { fixture, function in
            let client = try Client(function.url)
            client.say("GET /w/\(function.service)/ HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually("it is counted") {
                try await count("functions.unreadResponse", fixture) == 1
            }
            try await eventually("none is left", equals: 0) { await fixture.runtime.openConnections }
            #expect(fixture.recorder.lines.contains { $0.contains("it does not read the response") })
            withExtendedLifetime(client) {}
            #expect(try await function.ask("POST", body: Array("hello".utf8)).text == "hello")
        }
    }

    @Test("A connection that is silent is closed")
    func idle() async throws {
        try await serving(["IDLE_TIME": "1"]) { fixture, function in
            let client = try Client(function.url)
            try await eventually("it is closed") { client.isClosed }
            try await eventually("none is left", equals: 0) { await fixture.runtime.openConnections }
        }
    }

    @Test(
        "A connection beyond a limit is refused with a reason, counted and logged; one that ends makes room",
        arguments: [
            ("CLIENT_CONNECTIONS", "functions.clientConnections"), ("HTTP_CONNECTIONS", "functions.connections"),
        ])
    func limit(setting: String, limit: String) async throws {
        try await serving([setting: "2"]) { fixture, function in
            var clients = try (0..<2).map { _ in try Client(function.url) }
            try await eventually("both are open", equals: 2) { await fixture.runtime.openConnections }
            let third = try Client(function.url)
            third.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually("the third is closed") { third.isClosed }
            #expect(third.text.hasPrefix("HTTP/1.1 503 ") && third.text.contains("local.connections"), "\(third.text)")
            #expect(!clients.contains { $0.isClosed })
            #expect(try await count(limit, fixture) == 1)
            #expect(
                fixture.recorder.lines.contains {
                    $0.contains("was refused") && $0.contains("MILLRACE_LOCAL_\(setting)")
                })
            clients.removeAll()
            try await eventually("they are forgotten", equals: 0) { await fixture.runtime.openConnections }
            #expect(try await function.ask("POST", body: Array("hello".utf8)).text == "hello")
        }
    }

    @Test("Refused connections beyond a number are closed at once, without a response; none of them is counted as open")
    func flood() async throws {
        try await serving(["HTTP_CONNECTIONS": "1"]) { fixture, function in
            let first = try Client(function.url)
            try await eventually("it is open", equals: 1) { await fixture.runtime.openConnections }
            let others = try (0..<300).map { _ in try Client(function.url) }
            try await eventually("all are closed") { others.allSatisfy(\.isClosed) }
            #expect(!first.isClosed)
            #expect(await fixture.runtime.openConnections == 1)
            #expect(try await count("functions.connections", fixture) == 300)
            #expect(fixture.recorder.lines.count { $0.contains("was refused") } < 10)
        }
    }

    @Test("One IPv6 network of 64 bits is one client; an IPv4 address is one")
    func networks() throws {
        func network(_ address: String) throws -> String {
            RequestOrigin.network(try SocketAddress(ipAddress: address, port: 1))
        }
        #expect(try network("2001:db8::1") == network("2001:db8::ffff:1"))
        #expect(try network("2001:db8::1") != network("2001:db8:0:1::1"))
        #expect(try network("192.0.2.1") != network("192.0.2.2"))
    }
}

extension LocalRuntime {
    /// Connections to functions that are open now.
    fileprivate var openConnections: Int { functions.connections.count }
}
