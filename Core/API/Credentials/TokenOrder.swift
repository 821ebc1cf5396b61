struct TokenOrder: JSONBody {
    static let schema = Schema.body(
        [
            "credential": .credentialName.note("The name of the credential."),
            "refused": Schema.text.note("SHA-256, hexadecimal, of a token that the vendor has refused."),
        ], required: ["credential"]
    ).named("TokenOrder")

    let credential: String
    let refused: String?
}
