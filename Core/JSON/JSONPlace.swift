/// Where a value is in a ``JSONText``, to be read later or on another thread than the one that found it.
public struct JSONPlace: Sendable {
    @usableFromInline let entry: Int

    /// Of the document's own value.
    public static let root = JSONPlace(entry: 0)
}

extension JSONView {
    /// Where the value is in its text.
    public var position: JSONPlace { JSONPlace(entry: place) }
}

extension JSONText {
    /// Calls `body` with the value at a place of this text; the value must not leave it.
    public func read<Value, Failure: Error>(
        at place: JSONPlace, _ body: (JSONView) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try read { view throws(Failure) in try body(view.view(place.entry)) }
    }

    /// What `read` makes of the elements of a long list, many of which are read at once.
    /// - Parameter path: From the value at `place` to the list, by names of members.
    /// - Returns: `nil` when there is no list, it is short, or `read` refuses an element: then it is to be read one by one.
    @inlinable package func elements<Element: Sendable>(
        at place: JSONPlace, _ path: [String],
        _ read: @Sendable (JSONView) throws(JSONMismatch) -> Element
    ) -> [Element]? {
        let places = self.read(at: place) { view in
            path.reduce(view) { $0?.member($1) }?.elementPlaces ?? []
        }
        guard Division.usual.divides(places.count) else { return nil }
        let parts = Division.usual.map(places.count) { range in
            self.read { view in try? places[range].map { try read(view.view($0)) } }
        }
        var all: [Element] = []
        all.reserveCapacity(places.count)
        for part in parts {
            guard let part else { return nil }
            all += part
        }
        return all
    }
}
