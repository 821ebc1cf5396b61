import Foundation

extension String {
    /// As most of the API's objects have them: 32 hexadecimal digits.
    static func hexadecimalID() -> String { UUID().uuidString.lowercased().replacing("-", with: "") }

    static func uuid() -> String { UUID().uuidString.lowercased() }
}
