import Platform

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
