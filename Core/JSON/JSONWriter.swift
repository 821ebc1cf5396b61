/// Writes a JSON text on one line, byte by byte what ``JSONValue/bytes`` writes for the same value, without a value
/// in memory.
public struct JSONWriter {
    private var printer = JSONPrinter(indent: nil)
    /// Nothing has been written yet in the array or object that is open.
    private var isFirst = true

    public init() {}

    public var bytes: [UInt8] { printer.output }

    /// - Parameter members: Writes each member.
    @inlinable public mutating func object(_ members: (inout JSONWriter) -> Void) {
        begin("{")
        members(&self)
        end("}")
    }

    /// - Parameter elements: Writes each element.
    @inlinable public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        begin("[")
        elements(&self)
        end("]")
    }

    @inlinable public mutating func element(_ value: some JSONWritable) {
        separate()
        value.write(to: &self)
    }

    @inlinable public mutating func array(_ elements: [some JSONWritable]) {
        begin("[")
        for element in elements { self.element(element) }
        end("]")
    }

    /// Writes a member if it has a value.
    @inlinable public mutating func member(_ key: StaticString, _ value: (some JSONWritable)?) {
        guard let value else { return }
        name(key)
        value.write(to: &self)
    }

    @inlinable public mutating func member(_ key: StaticString, _ values: [some JSONWritable]) {
        name(key)
        array(values)
    }

    /// A member that may be a long list: its elements are written in parts, many at once.
    public mutating func member(_ key: StaticString, long values: [some JSONWritable & Sendable]) {
        guard Division.usual.divides(values.count) else { return member(key, values) }
        let parts = Division.usual.map(values.count) { range in
            var writer = JSONWriter()
            for index in range { writer.element(values[index]) }
            return writer.bytes
        }
        name(key)
        begin("[")
        for part in parts {
            separate()
            printer.append(part)
        }
        end("]")
    }

    /// An object with one member.
    @inlinable public mutating func object(_ key: StaticString, _ value: some JSONWritable) {
        object { $0.member(key, value) }
    }

    public mutating func string(_ value: String) { printer.print(string: value) }

    public mutating func int(_ value: Int) { printer.append("\(value)") }

    public mutating func value(_ value: JSONValue) { printer.print(value) }

    /// - Parameter text: A JSON text on one line.
    public mutating func member(_ key: StaticString, text: [UInt8]) {
        name(key)
        printer.append(text)
    }

    @usableFromInline mutating func begin(_ mark: Unicode.Scalar) {
        printer.append(UInt8(ascii: mark))
        isFirst = true
    }

    @usableFromInline mutating func end(_ mark: Unicode.Scalar) {
        printer.append(UInt8(ascii: mark))
        isFirst = false
    }

    @usableFromInline mutating func separate() {
        if !isFirst { printer.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    /// - Parameter key: Without characters to escape.
    @usableFromInline mutating func name(_ key: StaticString) {
        separate()
        printer.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { printer.append($0) }
        printer.append(UInt8(ascii: "\""))
        printer.append(UInt8(ascii: ":"))
    }
}
