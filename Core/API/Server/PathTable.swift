import Hummingbird

/// Finds the operations of a path.
struct PathTable: Sendable {
    private let operations: [OperationSpec]

    init(_ operations: [OperationSpec]) { self.operations = operations }

    /// Those of one path; empty for a path that is not there. A part that is written out wins over a parameter.
    func operations(at path: String) -> [OperationSpec] {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let matches = operations.filter { Self.matches($0.path, parts) }
        let least = matches.map(Self.width).min()
        return matches.filter { Self.width($0) == least }
    }

    private static func matches(_ path: String, _ parts: [Substring]) -> Bool {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let isOpen = segments.last == "**"
        guard isOpen ? parts.count >= segments.count : parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { $0 == $1 || $0 == "**" || $0.hasPrefix(":") && !$1.isEmpty }
    }

    /// How much a path leaves open.
    private static func width(_ operation: OperationSpec) -> Int {
        operation.parameters.count + (operation.path.hasSuffix("**") ? 100 : 0)
    }
}
