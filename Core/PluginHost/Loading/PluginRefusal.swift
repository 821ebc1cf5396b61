/// A library that was found and not loaded.
package struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    package let path: String
    /// Stable, for programs: `plugin.abi`.
    package let code: String
    package let reason: String

    package init(path: String, code: String, reason: String) {
        self.path = path
        self.code = code
        self.reason = reason
    }

    package var description: String { "\(path): \(reason) (\(code))" }

    package var fileName: String { Self.fileName(of: path) }

    static func fileName(of path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
