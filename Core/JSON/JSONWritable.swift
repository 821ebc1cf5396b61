/// A type that is written straight to a JSON text.
public protocol JSONWritable {
    func write(to writer: inout JSONWriter)
}

extension JSONValue: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension JSONObject: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.value(.object(self)) }
}

extension String: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.int(self) }
}

extension Bool: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.value(.bool(self)) }
}
