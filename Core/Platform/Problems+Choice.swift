import JSON
import Values

extension Problems {
    /// One of the words of `Choice`; `nil` when there is none.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String?, at name: String
    ) -> Choice? where Choice.RawValue == String {
        guard let text else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        let nearest = NearestName.nearest(to: text, among: Choice.allCases.map(\.rawValue))
        add(
            "option", "must be one of \(words)\(nearest.map { "; did you mean \"\($0)\"?" } ?? "")",
            at: .root.appending(name))
        return nil
    }
}
