import HTTPTypes
import Values

extension HTTPFields {
    /// Removes the fields that concern one connection, and those that `Connection` names.
    mutating func removeHopByHop() {
        let named = self[values: .connection].flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace }.lowercased() }
        let removed = HopByHop.names.union(named)
        removeAll { removed.contains($0.name.canonicalName) }
    }
}
