import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the kernel knows of this process, under the names that Prometheus' own clients use.
package struct ProcessMetrics: Sendable {
    private let start = Date()

    package init() {}

    /// Values that this system does not tell are absent.
    package var samples: [MetricSample] {
        var samples = [
            MetricSample(
                "process_start_time_seconds", .gauge, help: "Start time of the process, in seconds since 1970.",
                start.timeIntervalSince1970.rounded()),
            MetricSample(
                "millrace_uptime_seconds", .gauge, help: "Uptime of the server.",
                Date().timeIntervalSince(start).rounded()),
        ]
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            samples.append(
                MetricSample("process_open_fds", .gauge, help: "Open file descriptors.", Double(files.count)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(7), &limit) == 0 {
            samples.append(
                MetricSample(
                    "process_max_fds", .gauge, help: "Maximum number of open file descriptors.",
                    Double(limit.rlim_cur)))
        }
        // proc(5): pages of the whole and of the resident memory.
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        if pages.count > 1, let whole = Double(pages[0]), let resident = Double(pages[1]) {
            let size = Double(sysconf(Int32(_SC_PAGESIZE)))
            samples.append(
                MetricSample("process_virtual_memory_bytes", .gauge, help: "Virtual memory.", whole * size))
            samples.append(
                MetricSample("process_resident_memory_bytes", .gauge, help: "Resident memory.", resident * size))
        }
        var time = timespec()
        if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 {
            samples.append(
                MetricSample(
                    "process_cpu_seconds_total", .counter, help: "Total CPU time.",
                    Double(time.tv_sec) + Double(time.tv_nsec) / 1e9))
        }
        return samples
    }
}
