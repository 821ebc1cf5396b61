/// Which part of a list is wanted.
package struct PageRequest: Sendable, Hashable {
    package static let limits = 1...100
    package static let defaultLimit = 50

    package enum Order: String, Sendable, CaseIterable {
        case oldestFirst = "createdAt"
        case newestFirst = "-createdAt"
    }

    package let limit: Int
    package let cursor: Cursor?
    package let order: Order
    /// From this time on.
    package let createdAfter: Timestamp?
    package let createdBefore: Timestamp?
    /// A part of the name, for records that have one.
    package let name: String?

    /// - Parameter limit: Within ``limits``.
    package init(
        limit: Int = defaultLimit, after cursor: Cursor? = nil, order: Order = .newestFirst,
        createdAfter: Timestamp? = nil, createdBefore: Timestamp? = nil, name: String? = nil
    ) {
        self.limit = limit
        self.cursor = cursor
        self.order = order
        self.createdAfter = createdAfter
        self.createdBefore = createdBefore
        self.name = name
    }

    /// What the rows have in common: they are behind the cursor, too.
    var rows: RowFilter {
        var rows = RowFilter.all
        if let cursor { rows = .rows(behind: cursor, order) }
        if let createdAfter { rows = rows.and(.column("created_at", isFrom: createdAfter)) }
        if let createdBefore { rows = rows.and(.column("created_at", isBefore: createdBefore)) }
        if let name, !name.isEmpty { rows = rows.and(.column("name", contains: name)) }
        return rows
    }
}
