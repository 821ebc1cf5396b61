import Foundation

/// The process's environment. Every setting has a flag, which wins, and a variable.
enum Environment {
    static var all: [String: String] { ProcessInfo.processInfo.environment }

    /// `MILLRACE_<name>`; an empty one counts as absent.
    static func setting(_ name: String) -> String? {
        all["MILLRACE_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
