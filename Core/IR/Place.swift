import JSON

/// Where in the document something stands. It is written out as a pointer only when there is something to say
/// about it: most of a document is right.
package indirect enum Place: Sendable {
    case root
    case member(Place, String)
    case element(Place, Int)

    package static let nodes = Place.root.member("nodes")
    package static let edges = Place.root.member("edges")

    package func member(_ key: String) -> Place { .member(self, key) }
    package func element(_ index: Int) -> Place { .element(self, index) }

    package var pointer: JSONPointer {
        switch self {
        case .root: .root
        case .member(let place, let key): place.pointer.appending(key)
        case .element(let place, let index): place.pointer.appending(index)
        }
    }
}
