import EmulatorClient
import Foundation
import JSON
import TestSupport
import Testing

@Suite("Faults of the emulated Cloudflare", .timeLimit(.minutes(3)))
struct FaultTests {
    private static let queues: JSONObject = ["method": "POST", "path": "accounts/*/queues"]

    private static func fault(_ members: JSONObject) -> JSONValue {
        var fault = queues
        for (key, value) in members { fault[key] = value }
        return .object(fault)
    }

    private static func names(_ emulator: EmulatorClient) async throws -> [String] {
        try await emulator.call("GET", "queues").body["result"]?.array?.compactMap { $0["queue_name"]?.string } ?? []
    }

    private static func create(_ name: String, _ emulator: EmulatorClient) async throws -> EmulatorClient.Answer {
        try await emulator.call("POST", "queues", ["queue_name": .string(name)])
    }

    @Test("The n-th matching call is refused, those around it are not")
    func nth() async throws {
        try await EmulatorFixture.serving { emulator in
            try await emulator.control(
                "POST", "faults",
                Self.fault(["nth": 2, "effect": "error", "status": 429, "retryAfter": 7]))
            let statuses = [
                try await Self.create("a", emulator), try await Self.create("b", emulator),
                try await Self.create("c", emulator),
            ]
            #expect(statuses.map(\.status) == [200, 429, 200])
            #expect(statuses[1].headers["retry-after"] == "7")
            #expect(try await Self.names(emulator) == ["a", "c"])
            #expect(try await emulator.control("GET", "faults").array?.first?["hits"] == 1)
        }
    }

    @Test("A fault goes on until it is taken away")
    func always() async throws {
        try await EmulatorFixture.serving { emulator in
            let fault = Self.fault(["times": nil, "effect": "error", "status": 500, "code": 10001])
            try await emulator.control("POST", "faults", fault)
            for _ in 0..<3 {
                let answer = try await Self.create("a", emulator)
                #expect(answer.status == 500 && answer.code == 10001)
            }
            try await emulator.control("DELETE", "faults")
            #expect(try await Self.create("a", emulator).status == 200)
        }
    }

    @Test("A connection is cut before the effect or after it", arguments: ["before", "after"])
    func cut(when: String) async throws {
        try await EmulatorFixture.serving { emulator in
            try await emulator.control(
                "POST", "faults", Self.fault(["effect": "cut", "when": .string(when)]))
            await #expect(throws: (any Error).self) { try await Self.create("a", emulator) }
            #expect(try await Self.names(emulator) == (when == "after" ? ["a"] : []))
        }
    }

    @Test("A call hangs until its client gives up, and then has no effect")
    func hang() async throws {
        try await EmulatorFixture.serving { emulator in
            try await emulator.control("POST", "faults", Self.fault(["effect": "hang"]))
            let call = Task { try await Self.create("a", emulator) }
            try await eventually("the call has arrived") {
                try await emulator.control("GET", "calls").array?.isEmpty == false
            }
            call.cancel()
            await #expect(throws: (any Error).self) { try await call.value }
            try await eventually("the call is over") {
                try await emulator.control("GET", "calls").array?.first?["milliseconds"] != nil
            }
            #expect(try await Self.names(emulator) == [])
        }
    }

    @Test("Calls are listed with their order, status and how many were at work")
    func calls() async throws {
        try await EmulatorFixture.serving { emulator in
            try await emulator.control("POST", "faults", Self.fault(["effect": "delay", "milliseconds": 5000]))
            async let slow = Self.create("a", emulator)
            try await eventually("the call has arrived") {
                try await emulator.control("GET", "calls").array?.isEmpty == false
            }
            #expect(try await Self.create("b", emulator).status == 200)
            #expect(try await slow.status == 200)
            let calls = try await emulator.control("GET", "calls").array ?? []
            #expect(calls.map { $0["concurrent"] } == [1, 2])
            #expect(calls.map { $0["method"] } == ["POST", "POST"])
            #expect(try await Self.names(emulator) == ["b", "a"])
        }
    }
}
