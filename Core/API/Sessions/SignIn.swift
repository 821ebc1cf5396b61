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
