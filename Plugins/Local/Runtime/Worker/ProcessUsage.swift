import Foundation

/// What a process has used and what it does, as the kernel says (proc(5)).
enum ProcessUsage {
    /// CPU time of all its threads since its start; `nil` if the process does not exist.
    static func cpuTime(of process: Int32) -> Duration? {
        // "utime" and "stime".
        guard let fields = fields(of: process), let user = fields[14].flatMap(Int.init),
            let system = fields[15].flatMap(Int.init)
        else { return nil }
        return .milliseconds((user + system) * 1000 / sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Whether somebody stopped it: it does nothing until it is continued.
    static func isStopped(_ process: Int32) -> Bool { ["T", "t"].contains(fields(of: process)?[3]) }

    /// Pages that it waited for since its start: that many more, and the machine lacks memory.
    static func majorFaults(of process: Int32) -> Int { fields(of: process)?[12].flatMap(Int.init) ?? 0 }

    /// Writable memory of its own, in bytes, what is only reserved included: what RLIMIT_DATA limits.
    static func dataBytes(of process: Int32) -> Int? { bytes(of: process, "VmData:") }

    static func residentBytes(of process: Int32) -> Int? { bytes(of: process, "VmRSS:") }

    private static func bytes(of process: Int32, _ name: String) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return nil }
        return Int(line.filter(\.isNumber)).map { $0 * 1024 }
    }

    /// The fields of `/proc/PID/stat` by the numbers of its documentation, from 3.
    private static func fields(of process: Int32) -> [Int: String]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            // The name before may hold anything, blanks and brackets too.
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace).map(String.init)
        return Dictionary(uniqueKeysWithValues: zip(3..., fields))
    }
}
