import Platform

struct UpdateMember: JSONBody {
    static let schema = Schema.body(["role": .choice(of: Role.self).note("The member's new role.")], required: ["role"])
        .named("MemberChange")

    let role: String
}
