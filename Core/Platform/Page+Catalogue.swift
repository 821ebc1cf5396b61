import Storage

extension Page {
    /// A page of a catalogue, whose elements have ids but no times.
    /// - Parameters:
    ///   - request: `nil` takes all of it.
    ///   - id: Tells an element from all others.
    package init(of all: [Element], _ request: PageRequest?, id: (Element) -> String) {
        guard let request else {
            self.init(elements: all, next: nil)
            return
        }
        let rest = request.cursor.map { all.dropFirst(Self.start(after: $0.id, in: all.map(id))) } ?? all[...]
        let elements = Array(rest.prefix(request.limit))
        let last = rest.count > elements.count ? elements.last : nil
        self.init(
            elements: elements, next: last.map { Cursor(id: id($0), createdAt: Timestamp(milliseconds: 0)) })
    }

    /// A page of a list that grows at its end: an element is told from others by its place.
    /// - Parameter request: `nil` takes all of it.
    package init(ofGrowing all: [Element], _ request: PageRequest?) {
        let page = Page<Int>(of: Array(all.indices), request, id: Cursor.id(ofIndex:))
        self = page.map { all[$0] }
    }

    /// - Returns: Where a page begins; an element that has gone meanwhile was before those that sort after it.
    private static func start(after id: String, in ids: [String]) -> Int {
        let last = ids.firstIndex(of: id) ?? ids.lastIndex { $0 < id }
        return last.map { $0 + 1 } ?? 0
    }
}

extension Cursor {
    /// A place in a list that grows at its end.
    init(index: Int) { self.init(id: Self.id(ofIndex: index), createdAt: Timestamp(milliseconds: 0)) }

    /// Of one length, so that they sort as numbers.
    fileprivate static func id(ofIndex index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}
