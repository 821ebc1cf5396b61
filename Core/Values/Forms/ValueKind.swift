import JSON

/// A kind of JSON value that something must be.
package enum ValueKind: String, Sendable {
    case string, number, integer, boolean, array, object, null

    package func holds(_ value: JSONValue) -> Bool {
        switch self {
        case .integer: value.int != nil
        case .string, .number, .boolean, .array, .object, .null: value.typeName == rawValue
        }
    }

    /// What is wrong with a value's kind; `nil` when nothing is.
    package func problem(of value: JSONValue) -> String? {
        holds(value) ? nil : "must be \(noun), not \(value.typeName)"
    }

    private var noun: String {
        switch self {
        case .string: "a string"
        case .number: "a number"
        case .integer: "an integer"
        case .boolean: "true or false"
        case .array: "an array"
        case .object: "an object"
        case .null: "null"
        }
    }
}
