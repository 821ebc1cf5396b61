import PluginMessages
import Testing
import Values

@testable import LocalRuntime

@Suite("Values of the local provider", .timeLimit(.minutes(10)))
struct ValueTests {
    @Test(
        "Delays grow as the backoff says",
        arguments: [
            (StepOptions.Backoff.constant, [100, 100, 100]), (.linear, [100, 200, 300]),
            (.exponential, [100, 200, 400]),
        ])
    func delays(backoff: StepOptions.Backoff, expected: [Int]) {
        let policy = RetryPolicy(limit: 3, delay: .milliseconds(100), backoff: backoff)
        #expect((1...3).map { policy.delay(after: $0)?.milliseconds } == expected)
        #expect(policy.delay(after: 4) == nil)
    }

    @Test("A delay that grows for ever stays in range")
    func longDelay() throws {
        let policy = RetryPolicy(limit: .max, delay: .seconds(Int64.max), backoff: .exponential)
        #expect(try #require(policy.delay(after: 1_000)) < .seconds(365 * 86_400))
    }

    @Test("A line belongs to the node of the last mapping before it")
    func lines() {
        let map = LineMap([
            LineMapping(line: 2, nodeId: "a"), LineMapping(line: 5, nodeId: nil), LineMapping(line: 7, nodeId: "b"),
        ])
        for map in [map, LineMap(json: map.json)] {
            #expect((1...8).map(map.node(at:)) == [nil, "a", "a", "a", nil, nil, "b", "b"])
            #expect(map.node(at: [6, 8, 2]) == "b")
        }
    }

    @Test("An error has the innermost place of a node, with the line of its code where the mapping has one")
    func failures() {
        let map = LineMap([
            LineMapping(line: 2, nodeId: "a"), LineMapping(line: 4, nodeId: "a", field: "code", fieldLine: 1),
            LineMapping(line: 9, nodeId: nil),
        ])
        func failure(_ lines: [Int], _ map: LineMap) -> RunFailure {
            map.failure(StepFailure(name: "Error", message: "no", lines: lines))
        }
        for map in [map, LineMap(json: map.json)] {
            #expect(
                failure([12, 6, 3], map)
                    == RunFailure(name: "Error", message: "no", nodeId: "a", field: "code", line: 3))
            #expect(failure([3], map) == RunFailure(name: "Error", message: "no", nodeId: "a"))
            #expect(failure([12], map) == RunFailure(name: "Error", message: "no"))
        }
        // As an earlier release kept them.
        let earlier = LineMap(json: [[4, "a"]])
        #expect(failure([6], earlier) == RunFailure(name: "Error", message: "no", nodeId: "a"))
    }

    @Test(
        "A service is named after its workflow",
        arguments: [
            ("Order notification", "wf_01HZX9ABCDEF", "order-notification-x9abcdef"),
            ("Ärger & Co", "w1", "rger-co-w1"),
            ("!!!", "12345678-9", "23456789"),
        ])
    func serviceNames(name: String, id: String, expected: String) {
        #expect(ServiceName.make(workflowName: name, workflowId: id) == expected)
    }

    @Test("Lines are found however the stream is cut")
    func splitter() {
        let text = Array("one\ntwo\n\nthree".utf8)
        for size in 1...text.count {
            var splitter = LineSplitter(longest: 5)
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                let piece = text[start..<min(start + size, text.count)]
                lines += splitter.lines(of: piece).map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(lines == ["one", "two", ""])
        }
    }

    @Test("A line that is too long is cut off, however it comes; the next one is whole again")
    func longLine() {
        let text = Array("abcdefgh\nij\n".utf8)
        for size in 1...text.count {
            var splitter = LineSplitter(longest: 4)
            let pieces = stride(from: 0, to: text.count, by: size).map { text[$0..<min($0 + size, text.count)] }
            let lines = pieces.flatMap { splitter.lines(of: $0) }.map { String(decoding: $0, as: UTF8.self) }
            #expect(lines == ["abcd", "ij"])
        }
    }
}
