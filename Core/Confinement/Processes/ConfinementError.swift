import Glibc

/// A program could not be started, or not behind its walls.
package struct ConfinementError: Error, CustomStringConvertible {
    /// `errno`
    package let code: Int32
    let action: String

    /// - Parameter action: Continues "Cannot".
    package init(code: Int32, action: String) {
        self.code = code
        self.action = action
    }

    package var description: String { "Cannot \(action): \(String(cString: strerror(code)))" }
}
