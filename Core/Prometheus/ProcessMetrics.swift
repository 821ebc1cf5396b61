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
                "process_start_time_seconds", .gauge, help: "When the process began, in seconds since 1970.",
                start.timeIntervalSince1970.rounded()),
            MetricSample(
                "millrace_uptime_seconds", .gauge, help: "How long the server has run.",
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
                    "process_max_fds", .gauge, help: "The most file descriptors that may be open.",
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
                    "process_cpu_seconds_total", .counter, help: "Processor time that was used.",
                    Double(time.tv_sec) + Double(time.tv_nsec) / 1e9))
        }
        return samples
    }
}
