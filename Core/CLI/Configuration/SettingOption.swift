import ArgumentParser
import Values

// Flags whose names and help come from the declarations of settings.

extension Option where Value == String? {
    init<T>(_ setting: Setting<T>) {
        self.init(wrappedValue: nil, name: .customLong(setting.definition.flag), help: setting.definition.help)
    }
}

extension Option where Value == [String] {
    init<T>(_ setting: Setting<T>) {
        self.init(wrappedValue: [], name: .customLong(setting.definition.flag), help: setting.definition.help)
    }
}

extension Flag where Value == Bool {
    init(_ setting: Setting<Bool>) {
        self.init(wrappedValue: false, name: .customLong(setting.definition.flag), help: setting.definition.help)
    }
}

extension SettingDefinition {
    fileprivate var help: ArgumentHelp {
        var facts: [String] = type == .boolean || (type == .text && expected == nil && options == nil) ? [] : [allowed]
        if let separator { facts.append("may be repeated, in the variable separated by \"\(separator)\"") }
        if let defaultValue { facts.append("default \(defaultValue)") }
        facts.append(SettingReader.prefix + name)
        return ArgumentHelp(
            "\(description) (\(facts.joined(separator: "; ")))", valueName: type == .text ? "value" : "\(type)")
    }
}
