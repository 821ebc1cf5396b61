import JavaScript

extension TopLevel {
    /// The tokens at which the second parameters of annotated functions begin: the platform's `env`.
    var environmentParameters: [Int] {
        indexes.compactMap { index in
            guard spells(index, "@"), spells(index + 1, "fetch") || spells(index + 1, "queue"),
                let function = indexes.first(where: { $0 > index && spells($0, "function") }),
                let open = indexes.first(where: { $0 > function && spells($0, "(") })
            else { return nil }
            return secondParameter(after: open)
        }
    }

    private func secondParameter(after open: Int) -> Int? {
        var depth = 0
        for index in open..<tokens.count {
            if spells(index, "(") || spells(index, "{") || spells(index, "[") {
                depth += 1
            } else if spells(index, ")") || spells(index, "}") || spells(index, "]") {
                depth -= 1
                if depth == 0 { return nil }
            } else if depth == 1, spells(index, ",") {
                return index + 1
            }
        }
        return nil
    }
}
