import Values

/// An e-mail address as it is kept: in lower case, so that a person is one.
struct EmailAddress {
    let text: String

    init(_ text: String) { self.text = text.lowercased() }

    /// As ``FieldLimits/emailPattern`` says.
    func check(_ problems: inout Problems) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isFit =
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && FieldLimits.email.contains(text.unicodeScalars.count)
            && !text.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 32 }
        if !isFit { problems.add("format", "must be an email address", at: .root.appending("email")) }
    }
}
