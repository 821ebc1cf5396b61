/// Reads the members of an object by hand, faster than `Decodable` and with the same errors: the place of a
/// mismatch is put together on its way out, so that good documents pay nothing for it.
public struct JSONMembers<Source: JSONSource> {
    @usableFromInline let source: Source

    @inlinable public init(_ source: Source) throws(JSONMismatch) {
        guard source.isObject else { throw JSONMismatch(message: "must be an object, not \(source.typeName)") }
        self.source = source
    }

    /// The name of the first member.
    @inlinable public var firstKey: String? { source.firstKey }

    /// The value of a member that may be absent; null is a value.
    @inlinable public func found(_ key: String) -> Source? { source.member(key) }

    @inlinable public func value(_ key: String) throws(JSONMismatch) -> Source {
        guard let value = source.member(key) else { throw mismatch(key, "required") }
        return value
    }

    @inlinable public func string(_ key: String) throws(JSONMismatch) -> String {
        let value = try value(key)
        guard let string = value.string else { throw mismatch(key, "must be a string, not \(value.typeName)") }
        return string
    }

    @inlinable public func int(_ key: String) throws(JSONMismatch) -> Int {
        let value = try value(key)
        guard let int = value.int else { throw mismatch(key, "must be an integer, not \(value.typeName)") }
        return int
    }

    @inlinable public func bool(_ key: String) throws(JSONMismatch) -> Bool {
        let value = try value(key)
        guard let bool = value.bool else { throw mismatch(key, "must be true or false, not \(value.typeName)") }
        return bool
    }

    @inlinable public func list<Element>(
        _ key: String, _ read: (Source) throws(JSONMismatch) -> Element
    ) throws(JSONMismatch) -> [Element] {
        let value = try value(key)
        let elements = try value.elements { index, element throws(JSONMismatch) in
            do throws(JSONMismatch) { return try read(element) } catch {
                throw error.within(JSONPointer.root.appending(key).appending(index))
            }
        }
        guard let elements else { throw mismatch(key, "must be an array, not \(value.typeName)") }
        return elements
    }

    /// A member that may be absent or null.
    @inlinable public func optional<Member>(
        _ key: String, _ read: (Source) throws(JSONMismatch) -> Member
    ) throws(JSONMismatch) -> Member? {
        guard let value = source.member(key), !value.isNull else { return nil }
        do { return try read(value) } catch { throw error.within(.root.appending(key)) }
    }

    @inlinable public func optionalString(_ key: String) throws(JSONMismatch) -> String? {
        guard let value = source.member(key), !value.isNull else { return nil }
        return try string(key)
    }

    @inlinable public func optionalInt(_ key: String) throws(JSONMismatch) -> Int? {
        guard let value = source.member(key), !value.isNull else { return nil }
        return try int(key)
    }

    @inlinable public func member<Member>(
        _ key: String, _ read: (Source) throws(JSONMismatch) -> Member
    ) throws(JSONMismatch) -> Member {
        let value = try value(key)
        do { return try read(value) } catch { throw error.within(.root.appending(key)) }
    }

    /// A string that names a case.
    @inlinable public func named<Case: RawRepresentable>(_ key: String) throws(JSONMismatch) -> Case
    where Case.RawValue == String {
        let name = try string(key)
        guard let value = Case(rawValue: name) else { throw mismatch(key, "\"\(name)\" is unknown") }
        return value
    }

    public func mismatch(_ key: String, _ message: String) -> JSONMismatch {
        JSONMismatch(pointer: .root.appending(key), message: message)
    }
}

extension JSONMembers: Sendable where Source: Sendable {}
