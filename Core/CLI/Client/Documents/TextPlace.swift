/// A place in a text: line and column, from 1.
struct TextPlace: Sendable, Equatable {
    let line: Int
    let column: Int
}

extension [String: TextPlace] {
    /// The place of a value; of the nearest one around it, when the document does not have it.
    func nearest(to pointer: String) -> TextPlace {
        var pointer = pointer[...]
        while true {
            if let place = self[String(pointer)] { return place }
            guard let slash = pointer.lastIndex(of: "/") else { return TextPlace(line: 1, column: 1) }
            pointer = pointer[..<slash]
        }
    }
}
