import ArgumentParser

/// A property of a command that becomes a member of its request, or has such properties.
protocol RequestProperty {
    /// What a person types for each member.
    func options(of property: Substring) -> [String: String]
}

extension OptionGroup: RequestProperty {
    func options(of property: Substring) -> [String: String] { RequestOptions.names(in: wrappedValue) }
}

extension Option: RequestProperty {
    func options(of property: Substring) -> [String: String] { [String(property): "--\(property.hyphenated)"] }
}

extension Flag: RequestProperty {
    func options(of property: Substring) -> [String: String] { [String(property): "--\(property.hyphenated)"] }
}

extension Argument: RequestProperty {
    func options(of property: Substring) -> [String: String] { [String(property): "<\(property.hyphenated)>"] }
}

extension Substring {
    /// As the argument parser spells a property's name.
    fileprivate var hyphenated: String {
        map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }
}
