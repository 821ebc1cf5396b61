import Platform

struct ChangePassword: JSONBody {
    static let schema = Schema.body(
        [
            "currentPassword": Schema.text.note("The current password.").example("correct horse battery staple"),
            "newPassword": Schema.text(FieldLimits.password).note("The new password.")
                .example("another long password"),
        ], required: ["currentPassword", "newPassword"]
    ).named("PasswordChange")

    let currentPassword: String
    let newPassword: String
}
