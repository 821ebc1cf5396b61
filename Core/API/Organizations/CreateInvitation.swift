import Platform
import Storage

struct CreateInvitation: JSONBody {
    static let schema = Schema.body(
        [
            "email": .text(FieldLimits.email, pattern: FieldLimits.emailPattern)
                .note("The address of the person.").example("ada@example.com"),
            "role": .choice(of: Role.self).usually("member").note("The role that the person will have."),
        ], required: ["email"]
    ).named("NewInvitation")

    let email: String
    let role: String?
}
