/// A value within a ``JSONText``. It points into the text and is valid only within ``JSONText/read(_:)``.
public struct JSONView {
    private let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline let entries: UnsafeBufferPointer<JSONEntry>
    @usableFromInline let place: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ entries: UnsafeBufferPointer<JSONEntry>, at place: Int = 0) {
        self.bytes = bytes
        self.entries = entries
        self.place = place
    }

    private var entry: JSONEntry { entries[place] }

    @usableFromInline func view(_ place: Int) -> JSONView { JSONView(bytes, entries, at: place) }

    private func content(_ entry: JSONEntry) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.end)])
    }

    private func text(_ entry: JSONEntry) -> String {
        guard !entry.isPlain else { return String(decoding: content(entry), as: UTF8.self) }
        var escapes = JSONEscapes(content(entry))
        return escapes.text()
    }

    /// The value, built.
    public var value: JSONValue {
        let entry = entry
        return switch entry.kind {
        case .null: .null
        case .true: .bool(true)
        case .false: .bool(false)
        case .number: .number(JSONNumber(validated: String(decoding: content(entry), as: UTF8.self)))
        case .string: .string(text(entry))
        case .array: .array(array)
        case .object: .object(object)
        }
    }

    private var array: [JSONValue] {
        var values: [JSONValue] = []
        var place = place + 1
        let end = Int(entry.next)
        values.reserveCapacity(count(to: end))
        while place < end {
            values.append(view(place).value)
            place = Int(entries[place].next)
        }
        return values
    }

    private var object: JSONObject {
        var members: [JSONObject.Member] = []
        var place = place + 1
        let end = Int(entry.next)
        members.reserveCapacity(count(to: end) / 2)
        while place < end {
            members.append(JSONObject.Member(key: text(entries[place]), value: view(place + 1).value))
            place = Int(entries[place + 1].next)
        }
        return JSONObject(repeating: members)
    }

    /// The entries right within this one, names included.
    @usableFromInline func count(to end: Int) -> Int {
        var count = 0
        var place = place + 1
        while place < end {
            count += 1
            place = Int(entries[place].next)
        }
        return count
    }
}

extension JSONView: JSONSource {
    public var typeName: String {
        switch entry.kind {
        case .null: "null"
        case .true, .false: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    public var isNull: Bool { entry.kind == .null }
    public var isObject: Bool { entry.kind == .object }
    var isArray: Bool { entry.kind == .array }

    public var string: String? {
        let entry = entry
        return entry.kind == .string ? text(entry) : nil
    }

    public var int: Int? {
        let entry = entry
        guard entry.kind == .number else { return nil }
        return JSONNumber(validated: String(decoding: content(entry), as: UTF8.self)).int
    }

    public var bool: Bool? {
        switch entry.kind {
        case .true: true
        case .false: false
        case .null, .number, .string, .array, .object: nil
        }
    }

    @inlinable public func elements<Element>(
        _ read: (Int, JSONView) throws(JSONMismatch) -> Element
    ) throws(JSONMismatch) -> [Element]? {
        guard entries[place].kind == .array else { return nil }
        var elements: [Element] = []
        let end = Int(entries[place].next)
        var place = place + 1
        elements.reserveCapacity(count(to: end))
        while place < end {
            elements.append(try read(elements.count, view(place)))
            place = Int(entries[place].next)
        }
        return elements
    }

    /// The element of an array; `nil` when this is not an array or is shorter.
    public func element(_ index: Int) -> JSONView? {
        guard entry.kind == .array else { return nil }
        let end = Int(entry.next)
        var place = place + 1
        for _ in 0..<index where place < end { place = Int(entries[place].next) }
        return place < end ? view(place) : nil
    }

    public var firstKey: String? {
        let entry = entry
        return entry.kind == .object && Int(entry.next) > place + 1 ? text(entries[place + 1]) : nil
    }

    public func member(_ key: String) -> JSONView? {
        let entry = entry
        guard entry.kind == .object else { return nil }
        var key = key
        return key.withUTF8 { key in
            var found: Int?
            var place = place + 1
            while place < Int(entry.next) {
                // To the end: the last of a repeated name counts.
                if isName(place, key) { found = place + 1 }
                place = Int(entries[place + 1].next)
            }
            return found.map(view)
        }
    }

    private func isName(_ place: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let entry = entries[place]
        guard entry.isPlain else { return text(entry).utf8.elementsEqual(key) }
        guard Int(entry.end - entry.start) == key.count else { return false }
        // By hand: names are short, and all of an object's are passed by.
        let start = Int(entry.start)
        for index in key.indices where bytes[start + index] != key[index] { return false }
        return true
    }
}
