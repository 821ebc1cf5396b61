#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that this process may have open.
package enum OpenFiles {
    /// As many as any server needs. Some programs that this one starts look at each that they may have.
    private static let most: rlim_t = 1 << 20

    /// Allows as many as the system does: shells and service managers start programs with 1,024, which connections, databases
    /// and processes of deployments take up soon.
    package static func allowMost() {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, most))
        _ = setrlimit(resource, &limit)
    }
}
