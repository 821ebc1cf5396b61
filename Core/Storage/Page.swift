/// A place in a list that runs from the newest to the oldest: after this row. Rows that are added later do not
/// move it.
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

    package let limit: Int
    package let cursor: Cursor?

    /// - Parameter limit: Within ``limits``.
    package init(limit: Int = defaultLimit, after cursor: Cursor? = nil) {
        self.limit = limit
        self.cursor = cursor
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
