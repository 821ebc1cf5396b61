/// What the rows of a list have in common, besides whose they are.
package struct RowFilter: Sendable {
    /// With `?` in the place of each argument.
    let conditions: [(sql: String, arguments: [any SQLConvertible])]

    private init(_ conditions: [(sql: String, arguments: [any SQLConvertible])]) { self.conditions = conditions }

    package static let all = RowFilter([])

    package static func column(_ name: String, is value: any SQLConvertible) -> RowFilter {
        RowFilter([("\(name) = ?", [value])])
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
        let pattern = FoldedText.of(text).unicodeScalars.reduce(into: "%") { pattern, scalar in
            if ["%", "_", "!"].contains(scalar) { pattern += "!" }
            pattern.unicodeScalars.append(scalar)
        }
        return RowFilter([("\(FoldedText.column(of: name)) LIKE ? ESCAPE '!'", [pattern + "%"])])
    }

    package func and(_ other: RowFilter) -> RowFilter { RowFilter(conditions + other.conditions) }

    /// `condition` and this one's, with `$` and numbers in the places of arguments.
    package func added(
        to condition: String, _ arguments: [any SQLConvertible]
    ) -> (condition: String, arguments: [any SQLConvertible]) {
        conditions.reduce(into: (condition, arguments)) { result, next in
            var sql = next.sql
            for argument in next.arguments {
                result.1.append(argument)
                guard let place = sql.firstIndex(of: "?") else { continue }
                sql.replaceSubrange(place...place, with: "$\(result.1.count)")
            }
            result.0 += " AND \(sql)"
        }
    }
}
