/// A part of a list.
package struct Page<Element: Sendable>: Sendable {
    package let elements: [Element]
    /// Where the next part begins; `nil` when there is none.
    package let next: Cursor?

    package init(elements: [Element], next: Cursor?) {
        self.elements = elements
        self.next = next
    }

    package func map<Other: Sendable>(_ transform: (Element) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(elements: try elements.map(transform), next: next)
    }
}
