import Egress
import Foundation
import JSON
import NIOCore
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Bounds of the egress proxy", .timeLimit(.minutes(3)))
struct EgressBoundsTests {
    /// Opens a connection to an address of this machine and says nothing.
    private static func connect(_ proxy: EgressProxy) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(proxy.port).bigEndian
        address.sin_addr.s_addr = inet_addr(proxy.address.description)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
        return descriptor
    }

    /// Whether the other side has closed.
    private static func isClosed(_ descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN)
    }

    private func proxying(
        most: Int, headTime: TimeAmount, _ body: (EgressProxy, EgressArrivals, RuntimeCounters) async throws -> Void
    ) async throws {
        let counters = RuntimeCounters()
        let arrivals = EgressArrivals(
            log: ConnectionLimitLog(counters) { _ in }, most: most, headTime: headTime)
        let proxy = try await EgressProxy.start(
            EgressConnector(rules: EgressRules(allowsPrivate: false), timeout: .seconds(1)), arrivals: arrivals)
        do { try await body(proxy, arrivals, counters) } catch {
            await proxy.stop()
            throw error
        }
        await proxy.stop()
    }

    @Test("Connections that send no head are closed after a while")
    func heads() async throws {
        try await proxying(most: 100, headTime: .milliseconds(200)) { proxy, arrivals, counters in
            let descriptors = try (0..<5).map { _ in try Self.connect(proxy) }
            defer { for descriptor in descriptors { close(descriptor) } }
            try await eventually("all are closed") { descriptors.allSatisfy(Self.isClosed) }
            try await eventually("all are counted", equals: 5) { counters.values.limited["egress.arrivals"] ?? 0 }
            #expect(arrivals.count == 0)
        }
    }

    @Test("Of too many that have sent no head the oldest is closed")
    func arrivals() async throws {
        try await proxying(most: 3, headTime: .hours(1)) { proxy, arrivals, counters in
            var descriptors: [Int32] = []
            defer { for descriptor in descriptors { close(descriptor) } }
            for count in 1...5 {
                descriptors.append(try Self.connect(proxy))
                try await eventually("it has arrived", equals: min(count, 3)) { arrivals.count }
            }
            let oldest = descriptors[..<2]
            try await eventually("the oldest are closed") { oldest.allSatisfy(Self.isClosed) }
            #expect(!descriptors[2...].contains(where: Self.isClosed))
            #expect(counters.values.limited["egress.arrivals"] == 2)
        }
    }

    @Test("Refusals are logged once a while, so many lines at most, with what of their targets fits a line")
    func refusals() throws {
        var log = RefusedConnectionLog()
        let target = try #require(EgressTarget(authority: "localhost:80"))
        #expect(log.lines(for: "no", target, at: .zero) == ["A connection to localhost:80 was refused: no"])
        #expect(log.lines(for: "no", target, at: .seconds(1)) == [])
        let long = try #require(EgressTarget(authority: String(repeating: "x", count: 60_000) + ":80"))
        #expect(try #require(log.lines(for: "no", long, at: .seconds(1)).first).count < 300)
        let others = (0..<1_000).flatMap { number in
            EgressTarget(authority: "h\(number):80").map { log.lines(for: "no", $0, at: .seconds(2)) } ?? []
        }
        #expect(others.count == 18)
        let later = log.lines(for: "no", target, at: .seconds(61))
        #expect(later.count == 2 && later[0] == "983 other such connections are not in the log")
    }

    @Test("A head is found however it is cut, each byte being searched once, and what follows it stays")
    func cutHeads() throws {
        let text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest"
        for cut in 0...text.utf8.count {
            var buffer = MessageBuffer()
            buffer.append(text.utf8.prefix(cut))
            var head = try buffer.takeHead()
            #expect((head != nil) == (cut >= text.utf8.count - 4))
            buffer.append(text.utf8.dropFirst(cut))
            head = try head ?? buffer.takeHead()
            #expect(head?["host"] == "a" && String(decoding: buffer.bytes, as: UTF8.self) == "rest")
        }
        var buffer = MessageBuffer()
        for _ in 0...MessageHead.longest / 16 {
            buffer.append(repeatElement(0x61, count: 16))
            if buffer.bytes.count <= MessageHead.longest { #expect(try buffer.takeHead() == nil) }
        }
        #expect(throws: EgressFailure.self) { try buffer.takeHead() }
    }

    @Test("A tunnel over which nothing is sent is closed, counted and logged")
    func idle() async throws {
        let settings = ["ALLOW_PRIVATE": "1", "CONNECTION_IDLE_TIME": "1"]
        try await SilentListener().serving { port in
            try await LocalFixture.with(settings: settings) { fixture in
                let request = "fetch('http://127.0.0.1:\(port)/').then(() => 'answered', () => 'failed')"
                let function = try await fixture.deploy(
                    LocalFixture.function("return new Response(await \(request));"), kind: .script)
                #expect(try await function.ask().text == "failed")
                #expect(fixture.runtime.counters.values.limited["egress.idle"] ?? 0 >= 1)
                let line = "A connection to 127.0.0.1:\(port) was closed: nothing was sent for 1 seconds"
                #expect(fixture.recorder.lines.contains { $0.contains(line) }, "\(fixture.recorder.lines)")
            }
        }
    }

    @Test("Addresses that Deno itself refuses are counted and logged")
    func literals() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "return new Response(await fetch('http://127.0.0.1:8080/').catch((error) => error.message));"),
                kind: .script)
            #expect(try await function.ask().text.contains("are blocked: 127.0.0.1:8080"))
            try await eventually("it is counted", equals: 1) {
                await fixture.runtime.connections(of: "d1")?.refused ?? 0
            }
            try await eventually("it is logged") {
                fixture.recorder.lines.contains { $0.contains("A connection to 127.0.0.1:8080 was refused") }
            }
        }
    }

    @Test("Without the kernel's walls programs use the proxy, too")
    func unconfined() async throws {
        try await LocalFixture.with(settings: ["CONFINE": "0"]) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "return new Response(await fetch('http://[64:ff9b::7f00:1]:8080/').catch((error) => error.message));"
                ),
                kind: .script)
            #expect(try await function.ask().text.contains("are blocked: [64:ff9b::7f00:1]:8080"))
            #expect(await fixture.runtime.connections(of: "d1")?.refused == 1)
        }
    }
}
