import PluginHost
import Values

/// A setting of the server: its declaration, and how its value is read.
struct Setting<Value: Sendable>: Sendable {
    /// A text that is not a valid value.
    struct Refusal: Error {
        let text: String
    }

    let definition: SettingDefinition
    /// Reads one text, or several when the setting may be repeated; none is the default.
    let read: @Sendable ([String]) throws(Refusal) -> Value
}

extension Setting {
    /// A setting of one value.
    /// - Parameter parse: `nil` for a text that is not a valid value.
    init(
        _ definition: SettingDefinition, default standard: Value, parse: @escaping @Sendable (String) -> Value?
    ) {
        self.init(definition: definition) { texts throws(Refusal) in
            guard let text = texts.last else { return standard }
            guard let value = parse(text) else { throw Refusal(text: text) }
            return value
        }
    }

    /// A setting whose flag may be repeated.
    /// - Parameters:
    ///   - separator: Between the values of the variable.
    ///   - flag: The flag, where the name in the plural would not suit.
    init<Element: Sendable>(
        list name: String, flag: String? = nil, separatedBy separator: String = ",",
        type: SettingDefinition.Kind = .text,
        expected: String? = nil, default written: String? = nil, description: String,
        parse: @escaping @Sendable (String) -> Element?
    ) where Value == [Element] {
        let definition = SettingDefinition(
            name, type, expected: expected, default: written, description: description, separator: separator, flag: flag
        )
        self.init(definition: definition) { texts throws(Refusal) in
            var values: [Element] = []
            for text in texts where !text.isEmpty {
                guard let value = definition.value(of: text).flatMap(parse) else { throw Refusal(text: text) }
                values.append(value)
            }
            return values
        }
    }
}

extension Setting where Value == Int {
    init(_ name: String, _ range: ClosedRange<Int>, default standard: Int, description: String) {
        let definition = SettingDefinition(
            name, .integer, minimum: range.lowerBound, maximum: range.upperBound, default: "\(standard)",
            description: description)
        self.init(definition, default: standard) { definition.value(of: $0).flatMap(Int.init) }
    }

    /// In MiB.
    init(mebibytes name: String, _ range: ClosedRange<Int>, default standard: Int, description: String) {
        let definition = SettingDefinition(
            name, .size, minimum: range.lowerBound, maximum: range.upperBound, default: "\(standard)",
            description: description)
        self.init(definition, default: standard) { definition.value(of: $0).flatMap(Double.init).map { Int($0) } }
    }
}

extension Setting where Value == Duration {
    init(seconds name: String, _ range: ClosedRange<Int>, default standard: Int, description: String) {
        self.init(name, unit: .seconds, of: 1, range, default: standard, description: description)
    }

    init(days name: String, _ range: ClosedRange<Int>, default standard: Int, description: String) {
        self.init(name, unit: .days, of: 86_400, range, default: standard, description: description)
    }

    private init(
        _ name: String, unit: SettingDefinition.Unit, of seconds: Double, _ range: ClosedRange<Int>,
        default standard: Int, description: String
    ) {
        let definition = SettingDefinition(
            name, .duration, unit: unit, minimum: range.lowerBound, maximum: range.upperBound,
            default: "\(standard)", description: description)
        self.init(definition, default: .seconds(Double(standard) * seconds)) {
            definition.value(of: $0).flatMap(Double.init).map { .seconds($0 * seconds) }
        }
    }
}

extension Setting where Value == String {
    init(_ name: String, expected: String? = nil, default standard: String, description: String) {
        let definition = SettingDefinition(
            name, .text, expected: expected, default: standard, description: description)
        self.init(definition, default: standard) { definition.value(of: $0) }
    }
}

extension Setting where Value == Bool {
    init(_ name: String, description: String) {
        let definition = SettingDefinition(name, .boolean, default: "false", description: description)
        self.init(definition, default: false) { definition.value(of: $0).map { $0 == "1" } }
    }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    init(choice name: String, default standard: Value, description: String) {
        let definition = SettingDefinition(
            name, .text, options: Value.allCases.map(\.rawValue), default: standard.rawValue, description: description)
        self.init(definition, default: standard) { Value(rawValue: $0) }
    }
}
