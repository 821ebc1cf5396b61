/// A JSON value to read from: one in memory, or a place in a text.
public protocol JSONSource {
    /// What the value is, for messages: `null`, `boolean`, `number`, `string`, `array` or `object`.
    var typeName: String { get }
    var isNull: Bool { get }
    var isObject: Bool { get }
    var string: String? { get }
    /// The number as an integer, when it is one exactly.
    var int: Int? { get }
    var bool: Bool? { get }

    /// The member of an object; `nil` when this is not an object or has no such member.
    func member(_ key: String) -> Self?

    /// The name of an object's first member.
    var firstKey: String? { get }

    /// What `read` makes of each element, with its index; `nil` when this is not an array.
    func elements<Element>(
        _ read: (Int, Self) throws(JSONMismatch) -> Element
    ) throws(JSONMismatch) -> [Element]?
}

extension JSONValue: JSONSource {
    public var isObject: Bool { object != nil }

    public var firstKey: String? { object?.members.first?.key }

    public func member(_ key: String) -> JSONValue? { object?[key] }

    public func elements<Element>(
        _ read: (Int, JSONValue) throws(JSONMismatch) -> Element
    ) throws(JSONMismatch) -> [Element]? {
        guard let values = array else { return nil }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for value in values { elements.append(try read(elements.count, value)) }
        return elements
    }
}
