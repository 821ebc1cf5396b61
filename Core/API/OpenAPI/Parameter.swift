import JSON
import Storage

/// A query parameter.
struct Parameter: Sendable {
    let name: String
    let note: String
    var isRequired = false
    var schema = Schema.text

    init(_ name: String, _ note: String, isRequired: Bool = false, _ schema: Schema = .text) {
        self.name = name
        self.note = note
        self.isRequired = isRequired
        self.schema = schema
    }

    static func status<Words: RawRepresentable & CaseIterable>(_ type: Words.Type) -> Parameter
    where Words.RawValue == String { Parameter("status", "Filter by status.", .choice(of: type)) }
}

extension [Parameter] {
    /// Parameters of a list in pages.
    static let page = [
        Parameter(
            "limit", "Maximum number of elements per page.",
            .whole(PageRequest.limits).usually(.int(PageRequest.defaultLimit))),
        Parameter("cursor", "The `nextCursor` of the previous page.", .cursor),
    ]

    /// Parameters of a catalogue, which is one page unless the request has one of them.
    static let part = [
        Parameter(
            "limit", "Maximum number of elements per page; without `limit` and `cursor`, all elements.",
            .whole(PageRequest.limits)),
        Parameter("cursor", "The `nextCursor` of the previous page.", .cursor),
    ]
}
