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
