import FoundationEssentials
import Glibc

/// How much memory processes of this machine have (proc(5)).
package enum ProcessMemory {
    /// Bytes that are resident; 0 for a process that is not there.
    package static func resident(of process: Int32) -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/statm") else { return 0 }
        let pages = String(decoding: data, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// 0 for a process that is not there.
    static func threads(of process: Int32) -> Int {
        var status = stat()
        // A thread each, besides the folder itself and its parent.
        return stat("/proc/\(process)/task", &status) == 0 ? max(0, Int(status.st_nlink) - 2) : 0
    }

    /// Keeps the process that calls this from having much more than `limit` bytes of its own.
    static func restrict(to limit: Int) {
        // Stacks of threads and what is mapped and not touched count, too: so the bound is above the limit.
        let bound = rlim_t(limit) * 2 + (1 << 30)
        var limits = rlimit(rlim_cur: bound, rlim_max: bound)
        setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limits)
    }
}
