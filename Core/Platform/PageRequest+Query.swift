import JSON
import Storage
import Values

extension PageRequest {
    /// A page as a query asks for it.
    /// - Throws: ``PlatformError/invalid(_:)`` for a limit out of range or a cursor that no list gave.
    /// - Parameter name: Of a list whose elements have one.
    package init(
        limit: String?, cursor: String?, sort: String? = nil, createdAfter: String? = nil, createdBefore: String? = nil,
        name: String? = nil
    ) throws(PlatformError) {
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
        let order: Order? = problems.choice(sort, at: "sort")
        let (after, before) = (
            problems.time(createdAfter, at: "createdAfter"), problems.time(createdBefore, at: "createdBefore")
        )
        problems.check(search: name)
        try problems.throwIfAny()
        self.init(
            limit: number ?? Self.defaultLimit, after: place, order: order ?? .newestFirst, createdAfter: after,
            createdBefore: before, name: name)
    }
}

extension Problems {
    /// - Parameter text: What a list is searched for; `nil` for nothing.
    mutating func check(search text: String?) {
        if let text { check(text, FieldLimits.search, at: .root.appending("q")) }
    }

    mutating func time(_ text: String?, at name: String) -> Timestamp? {
        let time = text.flatMap(Timestamp.init(rfc3339:))
        if text != nil, time == nil {
            add("format", "must be a date and time such as 2030-12-31T00:00:00Z", at: .root.appending(name))
        }
        return time
    }
}
