import JSON
import Storage
import Values

extension PageRequest {
    /// A page as a query asks for it.
    /// - Throws: ``PlatformError/invalid(_:)`` for a limit out of range or a cursor that no list gave.
    package init(limit: String?, cursor: String?) throws(PlatformError) {
        var problems = Problems()
        let number = limit.map { Int($0) } ?? Self.defaultLimit
        if number.map(Self.limits.contains) != true {
            problems.add(
                "range", "must be a number from \(Self.limits.lowerBound) to \(Self.limits.upperBound)",
                at: .root.appending("limit"))
        }
        let place = cursor.flatMap(Cursor.init(text:))
        if cursor != nil, place == nil {
            problems.add("cursor", "must be the nextCursor of a page", at: .root.appending("cursor"))
        }
        try problems.throwIfAny()
        self.init(limit: number ?? Self.defaultLimit, after: place)
    }
}
