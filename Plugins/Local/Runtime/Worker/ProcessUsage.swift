import Foundation

/// What a process has used and what it does, as the kernel says (proc(5)).
struct ProcessUsage: Sendable, Equatable {
    /// CPU time of all its threads since its start.
    var cpu = Duration.zero
    /// Time since its start in which its first thread, which runs the program, was ready and no processor was free for it.
    var starved = Duration.zero
    /// Pages that it waited for since its start: that many more, and the machine lacks memory.
    var faults = 0
    /// Somebody stopped it: it does nothing until it is continued.
    var isStopped = false

    init(cpu: Duration = .zero, starved: Duration = .zero, faults: Int = 0, isStopped: Bool = false) {
        self.cpu = cpu
        self.starved = starved
        self.faults = faults
        self.isStopped = isStopped
    }

    /// `nil` if the process does not exist.
    init?(of process: Int32) {
        guard let fields = Self.fields(of: process), let cpu = Self.cpuTime(in: fields) else { return nil }
        self.init(
            cpu: cpu, starved: Self.starvedTime(of: process), faults: fields[12].flatMap(Int.init) ?? 0,
            isStopped: ["T", "t"].contains(fields[3]))
    }

    /// Of a kernel that does not count it, none.
    private static func starvedTime(of process: Int32) -> Duration {
        // Time on a processor, time in which it waited for one, and how often it got one.
        guard let text = try? String(contentsOfFile: "/proc/\(process)/schedstat", encoding: .utf8),
            let waited = text.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return .zero }
        return .nanoseconds(waited)
    }

    private static func cpuTime(in fields: [Int: String]) -> Duration? {
        // "utime" and "stime".
        guard let user = fields[14].flatMap(Int.init), let system = fields[15].flatMap(Int.init) else { return nil }
        return .milliseconds((user + system) * 1000 / sysconf(Int32(_SC_CLK_TCK)))
    }

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
