import ConfinementKernel

/// Two files or folders that exchange their names in one step: at each moment each name stands for one of them
/// (renameat2(2)).
package enum FileExchange {
    /// - Returns: Whether it was done: both have to exist, on a file system that can.
    package static func exchange(_ first: String, _ second: String) -> Bool { millrace_exchange(first, second) == 0 }
}
