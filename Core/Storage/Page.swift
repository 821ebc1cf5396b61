/// A place in a list: after this row. Rows that are added later do not move it.
package struct Cursor: Sendable, Hashable {
    package let id: String
    package let createdAt: Timestamp

    package init(id: String, createdAt: Timestamp) {
        self.id = id
        self.createdAt = createdAt
    }

    /// `abc123_2026-03-29T10:00:00.000Z`
    package var text: String { "\(id)_\(createdAt.iso8601)" }

    package init?(text: String) {
        guard let end = text.lastIndex(of: "_"), end > text.startIndex,
            let time = Timestamp(iso8601: String(text[text.index(after: end)...]))
        else { return nil }
        self.init(id: String(text[..<end]), createdAt: time)
    }
}

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

    /// What the rows have in common besides their place.
    var rows: RowFilter {
        var rows = RowFilter.all
        if let createdAfter { rows = rows.and(.column("created_at", isFrom: createdAfter)) }
        if let createdBefore { rows = rows.and(.column("created_at", isBefore: createdBefore)) }
        if let name, !name.isEmpty { rows = rows.and(.column("name", contains: name)) }
        return rows
    }
}

/// A part of a list.
package struct Page<Element: Sendable>: Sendable {
    package let elements: [Element]
    /// Where the next part begins; `nil` when there is none.
    package let next: Cursor?

    package init(elements: [Element], next: Cursor?) {
        self.elements = elements
        self.next = next
    }

    package func map<Other: Sendable>(_ transform: (Element) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(elements: try elements.map(transform), next: next)
    }
}
