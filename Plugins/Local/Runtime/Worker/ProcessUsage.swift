import Foundation

/// What a process has used, as the kernel counts it (proc(5)).
enum ProcessUsage {
    /// CPU time of all its threads since its start, in milliseconds; `nil` if the process does not exist.
    static func cpuMilliseconds(of process: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            // The name before may hold anything, blanks and brackets too.
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        // "utime" and "stime", fields 14 and 15 of a line that begins before the name.
        guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else { return nil }
        return (user + system) * 1000 / sysconf(Int32(_SC_CLK_TCK))
    }

    /// Writable memory of its own, in bytes, what is only reserved included: what RLIMIT_DATA limits.
    static func dataBytes(of process: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmData:") })
        else { return nil }
        return Int(line.filter(\.isNumber)).map { $0 * 1024 }
    }
}
