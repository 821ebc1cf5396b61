import ConfinementKernel

/// A file that exists in memory only, and as long as it is open (memfd_create(2)).
package enum MemoryFile {
    /// - Returns: Its descriptor; `nil` where the system refuses one.
    package static func create(named name: String) -> Int32? {
        let descriptor = millrace_memory_file(name)
        return descriptor >= 0 ? descriptor : nil
    }
}
