import Foundation

/// What a process has at a moment, by `/proc`.
struct ProcessSample: CustomStringConvertible {
    /// Resident, in kilobytes.
    let memory: Int
    let descriptors: Int
    let threads: Int
    /// Those that run deployed code.
    let workers: Int

    init?(of process: Int32, data: URL) {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        else { return nil }
        func number(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line.flatMap { $0.split(whereSeparator: { !$0.isNumber }).first }.flatMap { Int($0) } ?? 0
        }
        memory = number("VmRSS")
        threads = number("Threads")
        self.descriptors = descriptors
        workers = DenoProcesses.of(data).count
    }

    var description: String {
        "\(memory) KiB, \(descriptors) descriptors, \(threads) threads, \(workers) processes of deployed code"
    }
}

extension [ProcessSample] {
    /// The value in the middle: one moment says little.
    func median(_ part: (ProcessSample) -> Int) -> Int {
        let values = map(part).sorted()
        return values.isEmpty ? 0 : values[values.count / 2]
    }
}
