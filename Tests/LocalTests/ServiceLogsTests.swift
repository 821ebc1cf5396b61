import PluginMessages
import Testing

@testable import LocalRuntime

@Suite("What services print outside of runs", .timeLimit(.minutes(10)))
struct ServiceLogsTests {
    private func line(_ number: Int, _ text: String = "") -> RunLogLine {
        RunLogLine(loggedAt: number, level: .info, text: text)
    }

    @Test(
        "The newest lines of each service are kept, in order, within a number of bytes, and the last one however long")
    func bounds() {
        let logs = ServiceLogBuffer()
        for number in 1...1_000 { logs.add(line(number), of: "a") }
        logs.add(line(1), of: "b")
        #expect(logs.lines(of: "a").map(\.loggedAt) == Array(801...1_000))
        #expect(logs.lines(of: "b").count == 1 && logs.lines(of: "c").isEmpty)
        let large = String(repeating: "x", count: ServiceLogBuffer.keptBytes / 4)
        for number in 1...6 { logs.add(line(number, large), of: "large") }
        #expect(logs.lines(of: "large").map(\.loggedAt) == [3, 4, 5, 6])
        logs.add(line(7, large + large + large + large + large), of: "large")
        #expect(logs.lines(of: "large").map(\.loggedAt) == [7])
        logs.forget("a")
        #expect(logs.lines(of: "a").isEmpty)
    }

    @Test("Of too many services the one is forgotten that has been silent for longest")
    func services() {
        let logs = ServiceLogBuffer()
        for number in 0...ServiceLogBuffer.mostServices { logs.add(line(number), of: "s\(number)") }
        #expect(logs.lines(of: "s0").isEmpty && logs.lines(of: "s1").count == 1)
    }
}
