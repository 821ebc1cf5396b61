import JSON

/// What is secret of a credential as a program has it: a JSON object, of which programs print parts
/// (`credentials.ts` of the nodes' library).
enum CredentialParts {
    private static let names = [
        "token", "password", "clientSecret", "privateKey", "secretAccessKey", "sessionToken",
    ]

    /// - Parameter text: Of any secret; one that is not a credential has no parts.
    static func secrets(of text: String) -> [String] {
        guard text.hasPrefix("{"), let credential = try? JSONValue(parsing: text), credential["kind"]?.string != nil
        else { return [] }
        let values = (credential["values"]?.object ?? [:]).compactMap { $0.value.string }
        let own = names.compactMap { credential[$0]?.string }
        return own + values + [credential["form"]?["refresh_token"]?.string].compactMap { $0 }
    }
}
