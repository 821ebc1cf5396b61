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
