import Foundation

/// Measures the provider `local`: steps a second against bare SQLite commits of the same minute, what a start
/// takes, what an active deployment and what 100,000 sleeping instances weigh. `MILLRACE_LOCAL_DENO` names Deno.
///
///     local-benchmark [steps | starts | sleepers]
@main
struct LocalBenchmark {
    static func main() async throws {
        let parts = CommandLine.arguments.dropFirst()
        if parts.isEmpty || parts.contains("steps") { try await StepRates.measure() }
        if parts.isEmpty || parts.contains("starts") { try await Starts.measure() }
        if parts.isEmpty || parts.contains("sleepers") { try await Sleepers.measure(100_000) }
    }
}

/// The middle of some numbers.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

func text(_ value: Double, digits: Int = 1) -> String { String(format: "%.\(digits)f", value) }

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
