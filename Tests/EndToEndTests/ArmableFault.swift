import Faults
import Foundation
import TestSupport

/// A fault of a server that is running, at a named point.
struct ArmableFault: Sendable {
    private let file: URL

    init(in folder: TemporaryFolder) { file = folder.url.appending(path: "fault-\(UUID().uuidString)") }

    /// Of the server.
    var environment: [String: String] { ["FAULT_FILE": file.path] }

    /// Whether it was armed and has happened.
    var hasHappened: Bool { !FileManager.default.fileExists(atPath: file.path) }

    /// - Parameter action: `kill`, `fail` or `delay`.
    func arm(_ point: FaultPoint, _ action: String) throws {
        try Data("\(point.rawValue) \(action)".utf8).write(to: file, options: .atomic)
    }
}
