import Compiler
import Foundation
import IR
import JSON
import PluginMessages
import WorkerBackend

/// Times the way from a document's bytes to an artifact, as the server goes it: the program and the artifact
/// cross to the provider and back as JSON. Prints medians.
@main
struct CompilerBenchmark {
    /// Nodes; other numbers may be given as arguments.
    private static let sizes = {
        let sizes = CommandLine.arguments.dropFirst().compactMap(Int.init)
        return sizes.isEmpty ? [10, 100, 1_000, 2_000, 10_000] : sizes
    }()

    static func main() throws {
        print("Decode, validate, compile, emit (median, milliseconds; µs a node)\n")
        print("            nodes      front      whole    µs/node")
        for sample in SampleDocument.allCases {
            var perNode: [Int: Double] = [:]
            for size in sizes {
                let bytes = sample.text(nodes: size)
                let front = try median(size) { _ = try program(bytes) }
                let whole = try median(size) { _ = try artifact(program(bytes)) }
                perNode[size] = whole / Double(size)
                print(
                    "  \(column(sample.rawValue, 6))\(column("\(size)", 9))\(column(milliseconds(front), 11))\(column(milliseconds(whole), 11))\(column(milliseconds(whole * 1000 / Double(size)), 11))"
                )
            }
            if let small = perNode[1_000], let large = perNode[10_000] {
                print(
                    "  \(sample.rawValue): time a node at 10,000 is \(milliseconds(large / small)) times that at 1,000")
            }
        }
        if sizes.contains(1_000) { try printStages() }
        print("\nPeak memory: \(peakMegabytes) MB")
    }

    /// Where the time of 1,000 nodes goes.
    private static func printStages() throws {
        print("\nStages at 1,000 nodes (median, milliseconds)")
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
                print("  \(sample.rawValue)  \(name): \(milliseconds(try median(1_000, body)))")
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
    private static func median(_ size: Int, _ body: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        let rounds = max(5, 20_000 / size)
        try body()
        let times = try (0..<min(rounds, 200)).map { _ in try clock.measure(body) }.sorted()
        let middle = times[times.count / 2].components
        return Double(middle.seconds) * 1000 + Double(middle.attoseconds) / 1e15
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
    func versions(of type: String) -> [String] { [] }
    func definition(type: String, version: String) -> NodeDefinition? { nil }
    func template(type: String, version: String, target: String) -> NodeTemplate? { nil }
}
