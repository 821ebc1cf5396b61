import Platform

struct SignIn: JSONBody {
    static let schema = Schema.body(
        [
            "email": .email.note("The address of the user's account."),
            "password": Schema.text.note("The password of the account."),
        ], required: ["email", "password"]
    )
    .named("SignIn")

    let email: String
    let password: String
}

struct SignUp: JSONBody {
    static let schema = Schema.body(
        [
            "token": Schema.text.note("The token of the invitation.").example("inv_…"),
            "name": .name.note("The user's name; unchanged for a person who has an account."),
            "password": Schema.text(FieldLimits.password)
                .note("For a person who has an account, the password of that account.")
                .example("correct horse battery staple"),
        ], required: ["token", "name", "password"]
    ).named("SignUp")

    let token: String
    let name: String
    let password: String
}

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
