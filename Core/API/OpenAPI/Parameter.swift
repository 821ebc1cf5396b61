import JSON
import Platform
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

    static func statuses<Words: RawRepresentable & CaseIterable>(_ type: Words.Type) -> Parameter
    where Words.RawValue == String {
        Parameter(
            "status", "Filter by status: one, or several as repeated parameters or separated by commas.",
            .list(of: .choice(of: type)))
    }

    static let workflow = Parameter("workflowId", "Filter by workflow.")
    static let version = Parameter("versionId", "Filter by version.")
    static let connection = Parameter("connectionId", "Filter by connection.")
    static let runText = Parameter(
        "q",
        "Filter by a case-insensitive part of the run's id, error or input; searches the newest "
            + "\(RowFilter.mostSearchedRuns) runs.", .text(FieldLimits.search))
    static let tests = Parameter("test", "List only test runs, which are otherwise omitted.", .flag)
}

extension [Parameter] {
    /// Parameters of a list in pages.
    static let page = [
        Parameter(
            "limit", "Maximum number of elements per page.",
            .whole(PageRequest.limits).usually(.int(PageRequest.defaultLimit))),
        Parameter("cursor", "The `nextCursor` of the previous page, with the same `sort`.", .cursor),
        Parameter(
            "sort", "The sort order: `createdAt` lists the oldest first, `-createdAt` the newest.",
            .choice(of: PageRequest.Order.self).usually(.string(PageRequest.Order.newestFirst.rawValue))),
        Parameter("createdAfter", "Only elements created at or after this time.", .time),
        Parameter("createdBefore", "Only elements created before this time.", .time),
    ]

    /// Parameters of a list in pages whose elements have names.
    static let namedPage = page + [Parameter("q", "Filter by a part of the name.", .text(FieldLimits.search))]

    /// Parameters of a catalogue, which is one page unless the request has one of them.
    static let part = [
        Parameter(
            "limit", "Maximum number of elements per page; without `limit` and `cursor`, all elements.",
            .whole(PageRequest.limits)),
        Parameter("cursor", "The `nextCursor` of the previous page.", .cursor),
    ]
}
