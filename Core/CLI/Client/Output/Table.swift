/// Rows for a person, in aligned columns.
struct Table {
    let titles: [String]
    let rows: [[String]]

    private static let gap = "  "

    /// - Parameters:
    ///   - width: That lines are cut to.
    ///   - paint: Colours a cell.
    func lines(width: Int?, paint: (String) -> String) -> [String] {
        let rows = rows.map { $0.map { String($0.printable.map { $0.isWhitespace ? " " : $0 }) } }
        let widths = titles.indices.map { column in
            ([titles[column]] + rows.map { $0[column] }).map(\.displayWidth).max() ?? 0
        }
        return ([titles] + rows).enumerated().map { index, cells in
            line(cells, widths, width: width) { index == 0 ? $0 : paint($0) }
        }
    }

    private func line(_ cells: [String], _ widths: [Int], width: Int?, paint: (String) -> String) -> String {
        var line = ""
        var used = 0
        for (column, cell) in cells.enumerated() {
            let isLast = column == cells.count - 1
            let room = width.map { max(0, $0 - used) } ?? .max
            let shown = cell.displayWidth > room ? cell.cut(to: room) : cell
            line += paint(shown)
            guard !isLast else { break }
            let padding = String(repeating: " ", count: widths[column] - shown.displayWidth) + Self.gap
            used += widths[column] + Self.gap.count
            if let width, used >= width { break }
            line += padding
        }
        return String(line.trimmingSuffix { $0 == " " })
    }
}

extension String {
    /// In columns of a terminal: East Asian wide characters and emoji take two.
    var displayWidth: Int { reduce(0) { $0 + ($1.isWide ? 2 : 1) } }

    /// At most so wide, with an ellipsis in place of what is cut.
    func cut(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var text = ""
        var used = 1
        for character in self {
            used += character.isWide ? 2 : 1
            guard used <= width else { break }
            text.append(character)
        }
        return width > 0 ? text + "…" : ""
    }

    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var end = endIndex
        while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}

extension Character {
    /// Unicode Standard Annex 11: the blocks of wide characters.
    fileprivate var isWide: Bool {
        guard let scalar = unicodeScalars.first?.value else { return false }
        return switch scalar {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
