/// The members of a JSON object, in order. A name occurs once: when a text repeats it, the last one counts.
public struct JSONObject: Sendable {
    public struct Member: Sendable {
        public let key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var members: [Member]

    public init() { members = [] }

    public init(_ pairs: some Sequence<(String, JSONValue)>) {
        members = []
        members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs { self[key] = value }
    }

    /// - Parameter members: With names that are all different.
    init(unique members: [Member]) { self.members = members }

    /// - Parameter members: Of which the last of each name is kept, at the place of the first.
    init(repeating members: [Member]) {
        guard Self.repeats(members) else {
            self.members = members
            return
        }
        var places: [String: Int] = [:]
        var kept: [Member] = []
        for member in members {
            if let place = places[member.key] {
                kept[place].value = member.value
            } else {
                places[member.key] = kept.count
                kept.append(member)
            }
        }
        self.members = kept
    }

    private static func repeats(_ members: [Member]) -> Bool {
        guard members.count > 12 else {
            for index in members.indices.dropFirst() {
                for earlier in 0..<index where members[earlier].key == members[index].key { return true }
            }
            return false
        }
        return Set(members.lazy.map(\.key)).count != members.count
    }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: [String] { members.map(\.key) }

    /// Objects of documents have few members, so a walk is faster than a hash.
    public subscript(key: String) -> JSONValue? {
        @inlinable get {
            // In place: an iterator would copy every member that it passes.
            members.withUnsafeBufferPointer { members in
                for index in members.indices where members[index].key == key { return members[index].value }
                return nil
            }
        }
        set {
            if let index = members.firstIndex(where: { $0.key == key }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}

extension JSONObject: Sequence {
    public func makeIterator() -> some IteratorProtocol<(key: String, value: JSONValue)> {
        members.lazy.map { (key: $0.key, value: $0.value) }.makeIterator()
    }
}

extension JSONObject: Hashable {
    /// The order of members does not matter to equality.
    // Inlined into itself it is 12 KB.
    @inline(never)
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        if zip(left.members, right.members).allSatisfy({ $0.key == $1.key && $0.value == $1.value }) { return true }
        let other = Dictionary(right.members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        return left.members.allSatisfy { other[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        var combined = 0
        for member in members { combined ^= member.key.hashValue &+ member.value.hashValue }
        hasher.combine(combined)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// - Parameter elements: With names that are all different.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(unique: elements.map { Member(key: $0, value: $1) })
    }
}
