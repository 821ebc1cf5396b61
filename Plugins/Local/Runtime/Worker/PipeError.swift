import Foundation

/// No pipe could be made: too many files are open.
struct PipeError: Error, CustomStringConvertible {
    let code: Int32
    var description: String { "cannot create a pipe: \(String(cString: strerror(code)))" }
}
