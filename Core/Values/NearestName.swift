/// Finds the name that somebody probably meant: `baseUrl` for `baseurl`.
public enum NearestName {
    /// The candidate with the fewest typing errors, ignoring case; of several, the first in alphabetical order.
    ///
    /// - Returns: `nil` when every candidate differs by more than a third of its letters.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().unicodeScalars)
            let bound = max(wanted.count, letters.count) / 3
            guard abs(wanted.count - letters.count) <= min(bound, best?.distance ?? bound) else { continue }
            let distance = distance(wanted, letters)
            guard distance <= bound else { continue }
            if let best, (best.distance, best.name) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// The candidates that a dotted name may stand for: one of which each word is nearly the name's, or else the nearest, and
    /// those that share a word with the name, such as `workflow.delete` for `workflow.remove`.
    ///
    /// - Returns: The nearest first, at most `count`.
    public static func likely(for name: String, among candidates: [String], count: Int) -> [String] {
        func words(_ text: String) -> [String] {
            text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        }
        let wanted = words(name)
        let columns = wanted.indices.map { index in
            nearest(to: wanted[index], among: Set(candidates.compactMap { words($0).dropFirst(index).first }))
        }
        if let exact = candidates.first(where: { words($0).map(Optional.some) == columns }) { return [exact] }
        let alike = candidates.filter { candidate in
            zip(words(candidate), columns).contains { $0 == $1 }
                || wanted.count == 1 && words(candidate).contains { nearest(to: name, among: [$0]) != nil }
        }
        let first = nearest(to: name, among: candidates).map { [$0] } ?? []
        return Array((first + alike.filter { !first.contains($0) }).prefix(count))
    }

    /// What a sentence about an unknown name says of the nearest: ` Did you mean "baseUrl"?`, or nothing.
    public static func hint(for name: String, among candidates: some Sequence<String>) -> String {
        nearest(to: name, among: candidates).map { " Did you mean \"\($0)\"?" } ?? ""
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let substituted = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(substituted, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
