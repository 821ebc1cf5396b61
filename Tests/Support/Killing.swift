import Foundation

/// A test that kills processes found none.
public struct NothingToKill: Error, CustomStringConvertible {
    public let description = "There is no process to kill: what the test is about did not happen."
}

/// Ends processes at once, or sends them another signal.
///
/// - Throws: ``NothingToKill`` without any: a test that has killed nothing shows nothing.
public func killAll(_ processes: [Int32], signal: Int32 = SIGKILL) throws {
    guard !processes.isEmpty else { throw NothingToKill() }
    for process in processes { kill(process, signal) }
}
