/// What the rows of a list have in common, besides whose they are.
package struct RowFilter: Sendable {
    /// With `?` in the place of each argument.
    let conditions: [(sql: String, arguments: [any SQLConvertible])]

    private init(_ conditions: [(sql: String, arguments: [any SQLConvertible])]) { self.conditions = conditions }

    package static let all = RowFilter([])

    package static func column(_ name: String, is value: any SQLConvertible) -> RowFilter {
        RowFilter([("\(name) = ?", [value])])
    }

    /// The same as ``column(_:is:)`` and no reason to choose an index: written as a choice of twice one value, so that SQLite, which
    /// has no statistics, takes the index of the other conditions.
    package static func column(_ name: String, alsoIs value: any SQLConvertible) -> RowFilter {
        RowFilter([("\(name) IN (?, ?)", [value, value])])
    }

    /// Rows behind a place of a list.
    static func rows(behind place: Cursor, _ order: PageRequest.Order) -> RowFilter {
        RowFilter([
            ("(created_at, id) \(order == .newestFirst ? "<" : ">") (?, ?)", [place.createdAt, place.id])
        ])
    }

    package static func column(_ name: String, isBefore value: any SQLConvertible) -> RowFilter {
        RowFilter([("\(name) < ?", [value])])
    }

    package static func column(_ name: String, isFrom value: any SQLConvertible) -> RowFilter {
        RowFilter([("\(name) >= ?", [value])])
    }

    /// - Parameter values: None matches no row.
    package static func column(_ name: String, in values: [any SQLConvertible]) -> RowFilter {
        guard !values.isEmpty else { return RowFilter([("1 = 0", [])]) }
        return RowFilter([("\(name) IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)])
    }

    /// Written out, so that an index of the rows with the value is used.
    package static func column(_ name: String, isSet value: Bool) -> RowFilter {
        RowFilter([("\(name) = \(value ? 1 : 0)", [])])
    }

    package static func column(_ name: String, isNull: Bool) -> RowFilter {
        RowFilter([("\(name) IS \(isNull ? "" : "NOT ")NULL", [])])
    }

    /// Letters of either case.
    /// - Parameter name: A column that records list as `folded`.
    package static func column(_ name: String, contains text: String) -> RowFilter {
        RowFilter([("\(FoldedText.column(of: name)) LIKE ? ESCAPE '!'", [pattern(of: FoldedText.of(text))])])
    }

    /// Any of some columns has a text: letters of ASCII of either case, others as they are.
    package static func anyColumn(of names: [String], contains text: String) -> RowFilter {
        var lowered = ""
        for scalar in text.unicodeScalars {
            lowered += scalar.isASCII ? scalar.properties.lowercaseMapping : String(scalar)
        }
        let conditions = names.map { "LOWER(\($0)) LIKE ? ESCAPE '!'" }.joined(separator: " OR ")
        return RowFilter([("(\(conditions))", names.map { _ in pattern(of: lowered) })])
    }

    private static func pattern(of text: String) -> String {
        text.unicodeScalars.reduce(into: "%") { pattern, scalar in
            if ["%", "_", "!"].contains(scalar) { pattern += "!" }
            pattern.unicodeScalars.append(scalar)
        } + "%"
    }

    package func and(_ other: RowFilter) -> RowFilter { RowFilter(conditions + other.conditions) }

    /// `condition` and this one's, with `$` and numbers in the places of arguments.
    package func added(
        to condition: String, _ arguments: [any SQLConvertible]
    ) -> (condition: String, arguments: [any SQLConvertible]) {
        conditions.reduce(into: (condition, arguments)) { result, next in
            // In one pass: a condition can have thousands of arguments.
            let parts = next.sql.split(separator: "?", omittingEmptySubsequences: false)
            result.0 += " AND \(parts[0])"
            for (argument, part) in zip(next.arguments, parts.dropFirst()) {
                result.1.append(argument)
                result.0 += "$\(result.1.count)\(part)"
            }
        }
    }
}
