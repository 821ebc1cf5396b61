import JSON
import Platform

/// Sessions.
extension Schema {
    private static let password = Schema.text(FieldLimits.password).example("correct horse battery staple")
    static let email = Schema.text.example("ada@example.com")

    private static let person = Schema.object(["id": .id, "email": .email, "name": .text.example("Ada Lovelace")])
        .named("Person")

    static let session = Schema.object(["user": .person, "expiresAt": .time]).named("Session")
    static let signedIn = Schema.object(["user": .person]).named("SignedIn")

    static let signIn = Schema.body(["email": .email, "password": .text], required: ["email", "password"])
        .named("SignIn")

    static let signUp = Schema.body(
        [
            "token": Schema.text.note("The token of the invitation.").example("inv_…"), "name": .name,
            "password": .password.note("For a person who has an account, the password of that account."),
        ], required: ["token", "name", "password"]
    ).named("SignUp")
}
