import Compiler
import Foundation
import IR
import JSON
import PluginMessages
import WorkerBackend

/// Times the way from a document's bytes to an artifact, as the server goes it: the program and the artifact
/// cross to the provider and back as JSON. Prints the best and the median of many runs: long documents are compiled on
/// several processors, so that the load of others counts twice.
@main
struct CompilerBenchmark {
    /// Nodes; other numbers may be given as arguments.
    private static let sizes = {
        let sizes = CommandLine.arguments.dropFirst().compactMap(Int.init)
        return sizes.isEmpty ? [10, 100, 1_000, 2_000, 10_000] : sizes
    }()

    static func main() throws {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        print(
            "Decode, check and compile (front), and emit to the artifact (whole): milliseconds; \(processors) processors, "
                + "load \(load)\n")
        print("                    front                 whole")
        print("            nodes        best     median       best     median    µs/node (best)")
        for sample in SampleDocument.allCases {
            var perNode: [Int: Times] = [:]
            for size in sizes {
                let bytes = sample.text(nodes: size)
                let front = try times(size) { _ = try program(bytes) }
                let whole = try times(size) { _ = try artifact(program(bytes)) }
                perNode[size] = whole / Double(size)
                let columns = [front.best, front.median, whole.best, whole.median, whole.best * 1000 / Double(size)]
                print(
                    "  \(column(sample.rawValue, 6))\(column("\(size)", 9)) "
                        + columns.map { column(milliseconds($0), 11) }.joined())
            }
            if let small = perNode[1_000], let large = perNode[10_000] {
                print(
                    "  \(sample.rawValue): time a node at 10,000 is \(milliseconds(large.best / small.best)) times that at 1,000 "
                        + "(medians: \(milliseconds(large.median / small.median)))")
            }
        }
        print("\nLoad afterwards: \(load)")
        if sizes.contains(1_000) { try printStages() }
        print("\nPeak memory: \(peakMegabytes) MB")
    }

    /// Where the time of 1,000 nodes goes.
    private static func printStages() throws {
        print("\nStages at 1,000 nodes (best, milliseconds)")
        for sample in SampleDocument.allCases {
            let bytes = sample.text(nodes: 1_000)
            let document = try JSONValue(parsing: bytes)
            let program = try program(bytes)
            let sent = program.jsonBytes
            let sentValue = program.json
            let result = WorkerBackend(target: "cloudflare", limits: WorkerLimits(steps: 100_000)).emit(program)
            let answer = result.jsonBytes
            let answerValue = result.json
            let stages: [(String, () throws -> Void)] = [
                ("parse", { _ = try JSONValue(parsing: bytes) }),
                ("validate and compile", { _ = Compiler(catalog: OneTarget()).lower(document) }),
                ("write the program", { _ = program.jsonBytes }),
                ("read the program", { _ = try Program(json: JSONText(parsing: sent)) }),
                (
                    "emit",
                    { _ = WorkerBackend(target: "cloudflare", limits: WorkerLimits(steps: 100_000)).emit(program) }
                ),
                ("write the artifact", { _ = result.jsonBytes }),
                ("read the artifact", { _ = try EmitResult(json: JSONText(parsing: answer)) }),
                // What a way through values in memory costs besides, both ways together.
                (
                    "values in memory instead, written and read alone",
                    {
                        _ = try JSONValue(parsing: sentValue.bytes)
                        _ = try JSONValue(parsing: answerValue.bytes)
                    }
                ),
            ]
            for (name, body) in stages {
                print("  \(sample.rawValue)  \(name): \(milliseconds(try times(1_000, body).best))")
            }
        }
    }

    private static func program(_ bytes: [UInt8]) throws -> Program {
        let lowered = Compiler(catalog: OneTarget()).lower(try JSONValue(parsing: bytes))
        guard let program = lowered.program else { throw Failed(diagnostics: lowered.diagnostics) }
        return program
    }

    private static func artifact(_ program: Program) throws -> Artifact {
        let received = try Program(json: JSONText(parsing: program.jsonBytes))
        let result = WorkerBackend(target: "cloudflare", limits: WorkerLimits(steps: 100_000)).emit(received)
        guard let artifact = try EmitResult(json: JSONText(parsing: result.jsonBytes)).artifact else {
            throw Failed(diagnostics: result.diagnostics)
        }
        return artifact
    }

    private struct Failed: Error {
        let diagnostics: [Diagnostic]
    }

    /// Milliseconds.
    private struct Times {
        let best: Double
        let median: Double

        static func / (times: Times, divisor: Double) -> Times {
            Times(best: times.best / divisor, median: times.median / divisor)
        }
    }

    private static func times(_ size: Int, _ body: () throws -> Void) throws -> Times {
        let clock = ContinuousClock()
        let rounds = min(max(20, 60_000 / size), 300)
        try body()
        let times = try (0..<rounds).map { _ in try clock.measure(body) }.sorted().map { time in
            Double(time.components.seconds) * 1000 + Double(time.components.attoseconds) / 1e15
        }
        return Times(best: times[0], median: times[rounds / 2])
    }

    /// How many processes wanted a processor in the last minute.
    private static var load: String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return String(text.prefix { $0 != " " })
    }

    private static func milliseconds(_ value: Double) -> String { String(format: "%.3f", value) }

    private static func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// "VmHWM" of proc(5), in kilobytes there.
    private static var peakMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
}

private struct OneTarget: NodeCatalog {
    let targets = ["cloudflare"]
    func checksRequests(_ target: String) -> Bool { true }
    func versions(of type: String) -> [String] { [] }
    func definition(type: String, version: String) -> NodeDefinition? { nil }
    func template(type: String, version: String, target: String) -> NodeTemplate? { nil }
}
