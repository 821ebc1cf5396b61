import Foundation
import JSON

/// From the call that starts an instance to its first step, in a process that runs and in one that has to be
/// started; and what the process weighs.
enum Starts {
    private static let program = "return await step.do(\"first\", async () => Date.now());"

    static func measure() async throws {
        let installation = try await Installation()
        let deployment = try await installation.deploy(program)
        func start(_ id: String) async throws -> Double {
            let before = Date().timeIntervalSince1970 * 1000
            try await installation.trigger(id, of: deployment)
            return (try await installation.output(id).double ?? .nan) - before
        }
        for n in 0..<20 { _ = try await start("first-\(n)") }
        var warm: [Double] = []
        for n in 0..<200 { warm.append(try await start("warm-\(n)")) }
        print("\nFrom the start of an instance to its first step (median, milliseconds)")
        print("  warm: \(text(median(warm))) (to reach: 10)")
        var weights: [Double] = []
        var cold: [Double] = []
        for n in 0..<10 {
            for process in await installation.runtime.processIds {
                weights.append(megabytes("Rss", of: process))
                kill(process, SIGKILL)
            }
            while await !installation.runtime.processIds.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            cold.append(try await start("cold-\(n)"))
        }
        print("  cold: \(text(median(cold))) (to reach: 100)")
        print("\nMemory of an active deployment (megabytes)")
        let process = await installation.runtime.processIds.first ?? 0
        print(
            "  its process: \(text(median(weights))) resident, of which "
                + "\(text(megabytes("Pss", of: process))) its share (to reach: 70)")
        print("  this process: \(text(megabytes("Rss", of: getpid()))) resident")
        try await installation.remove()
    }
}

/// A line of `smaps_rollup` (proc(5)).
func megabytes(_ name: String, of process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
    return (Double(line.filter(\.isNumber)) ?? .nan) / 1024
}
