extension JSONText {
    /// Shorter texts are built on one thread.
    private static let shortestDivided = 1 << 16

    /// The document's value, built: in a long text the elements of the lists of the document, many at once.
    var value: JSONValue {
        read { view in
            guard bytes.count >= Self.shortestDivided, view.isObject else { return view.value }
            return .object(
                JSONObject(
                    repeating: view.memberPlaces.map { place in
                        JSONObject.Member(key: view.view(place).string ?? "", value: value(at: place + 1, in: view))
                    }))
        }
    }

    private func value(at place: Int, in view: JSONView) -> JSONValue {
        elements(at: JSONPlace(entry: place), [], \.value).map(JSONValue.array) ?? view.view(place).value
    }
}

extension JSONView {
    /// Where the names of an object's members are.
    fileprivate var memberPlaces: [Int] { isObject ? places(each: 2) : [] }

    /// Where the elements of an array are; empty when this is none.
    @usableFromInline var elementPlaces: [Int] { isArray ? places(each: 1) : [] }

    /// Of the entries right within this one, one of so many.
    private func places(each step: Int) -> [Int] {
        let end = Int(entries[place].next)
        var places: [Int] = []
        var next = place + 1
        while next < end {
            places.append(next)
            for _ in 0..<step { next = Int(entries[next].next) }
        }
        return places
    }
}
