import JSON
import Platform

/// Sessions, organizations, members, invitations, keys and the audit log.
extension Schema {
    private static let password = Schema.text(FieldLimits.password).example("correct horse battery staple")
    private static let email = Schema.text.example("ada@example.com")

    private static let person = Schema.object(["id": .id, "email": .email, "name": .text.example("Ada Lovelace")])
        .named("Person")

    static let session = Schema.object(["user": .person, "expiresAt": .time]).named("Session")
    static let signedIn = Schema.object(["user": .person]).named("SignedIn")

    static let signIn = Schema.body(["email": .email, "password": .text], required: ["email", "password"])
        .named("SignIn")

    static let signUp = Schema.body(
        [
            "token": Schema.text.note("The invitation's.").example("inv_…"), "name": .name,
            "password": .password.note("Who has an account gives the password of that."),
        ], required: ["token", "name", "password"]
    ).named("SignUp")

    static let organization = Schema.object([
        "id": .id, "name": .name, "slug": .text.example("acme"), "createdAt": .time, "updatedAt": .time,
    ]).named("Organization")

    static let organizationName = Schema.body(["name": .name], required: ["name"]).named("OrganizationName")

    static let member = Schema.object([
        "userId": .id, "email": .email, "name": .text.example("Ada Lovelace"), "role": .choice(of: Role.self),
        "joinedAt": .time,
    ]).named("Member")

    static let memberChange = Schema.body(["role": .choice(of: Role.self)], required: ["role"]).named("MemberChange")

    private static let invitationMembers = Schema.object([
        "id": .id, "email": .email, "role": .choice(of: Role.self), "invitedBy": .id.orNull, "expiresAt": .time,
        "createdAt": .time,
    ])

    static let invitation = invitationMembers.named("Invitation")

    static let madeInvitation = invitationMembers.adding([
        "token": .text.note("For the person who is invited; shown once.")
    ]).named("MadeInvitation")

    static let newInvitation = Schema.body(
        [
            "email": .text(FieldLimits.email, pattern: FieldLimits.emailPattern).example("ada@example.com"),
            "role": .choice(of: Role.self).usually("member"),
        ], required: ["email"]
    ).named("NewInvitation")

    private static let keyMembers = Schema.object([
        "id": .id, "name": .name, "projectId": .id, "userId": .id,
        "prefix": .text.note("The beginning of the key.").example("ask_3fZ9aQ1x"),
        "scopes": .list(of: .choice(of: Scope.self)).example(["read", "write"]), "expiresAt": .time.orNull,
        "lastUsedAt": .time.orNull, "createdAt": .time,
    ])

    static let apiKey = keyMembers.named("APIKey")

    static let madeAPIKey = keyMembers.adding([
        "key": .text.note("The key itself; shown once.").example("ask_…")
    ]).named("MadeAPIKey")

    static let newAPIKey = Schema.body(
        [
            "name": .name, "projectId": Schema.reference.note("Absent: the request's project."),
            "scopes": Schema.list(of: .choice(of: Scope.self)).note("`read` is always one of them.")
                .example(["read", "write"]),
            "expiresAt": Schema.time.note("Absent: never. A time that has passed is 400.")
                .example("2030-12-31T00:00:00Z"),
        ], required: ["name", "scopes"]
    ).named("NewAPIKey")

    static let auditRecord = Schema.object([
        "id": .id, "action": .choice(of: AuditAction.self), "subjectId": .text.note("What it was done to."),
        "userId": .id.orNull, "apiKeyId": .id.orNull, "projectId": .id.orNull, "details": .map(), "createdAt": .time,
    ]).named("AuditRecord")
}
