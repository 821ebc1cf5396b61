import Platform

struct SetUpOwner: JSONBody {
    static let schema = Schema.body(
        [
            "token": Schema.text.note("The token of the link.").example("…"),
            "name": .name.note("The owner's name."),
            "email": .text(FieldLimits.email, pattern: FieldLimits.emailPattern)
                .note("The address that the owner will sign in with.").example("ada@example.com"),
            "password": Schema.text(FieldLimits.password).note("The owner's password.")
                .example("correct horse battery staple"),
        ], required: ["token", "name", "email", "password"]
    ).named("SetUp")

    let token: String
    let name: String
    let email: String
    let password: String
}
