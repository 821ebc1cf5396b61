import JSON
import Platform
import PluginMessages

extension Connection {
    static let shape = Shape<Connection>("Connection") {
        Member("id", .id, \.id, "Identifies the connection, in deploys and triggers among others.")
        Member(
            "provider", .text(.providerID), \.provider,
            "The id of the provider that the connection belongs to, as in `GET /api/providers`.")
        Member("name", .text(.name), \.name, "A label that distinguishes connections to one provider.")
        Member(
            "credentials", .map(maskedCredentials), \.credentials)
        Member("createdAt", .time, \.createdAt, "When the connection was created.")
        Member("updatedAt", .time, \.updatedAt, "When its name or credentials last changed.")
    }

    private static let maskedCredentials = Schema.map()
        .note("The stored credentials, by field: texts are masked; choices, numbers and switches are shown.")
        .example(["apiToken": .string(Variable.mask), "plan": "free"])
}

extension Verification {
    static let shape = Shape<Verification>("Verification") {
        Member("valid", .flag.example(true), \.valid, "Whether the provider accepted the credentials.")
        // Always present: clients iterate over it.
        Member(
            "accounts", .list(of: Account.shape), { $0.accounts ?? [] }, "Accounts that the credentials give access to."
        )
        Member("message", .text, optional: \.message, "Why the credentials are not valid.")
        Member(
            "permissions", .list(of: Permission.shape), optional: \.permissions,
            "The permissions of the credentials, if the provider can determine them; those that every deploy needs "
                + "come first.")
    }
}

extension Verification.Permission {
    fileprivate static let shape = Shape<Verification.Permission> {
        Member(
            "name", .text.example("Account · Workers Scripts · Edit"), \.name, "The name that the provider uses.")
        Member("purpose", .text.example("every deploy"), \.purpose, "The operations that need the permission.")
        Member("required", .flag.example(true), \.isRequired, "Whether every deploy needs it.")
        Member(
            "granted", .flag.example(true), nullable: \.isGranted,
            "Whether the credentials have it; `null` if the provider cannot determine it.")
    }
}

extension Verification.Account {
    fileprivate static let shape = Shape<Verification.Account> {
        Member(
            "id", .text.example("abc123"), \.id, "The provider's id of the account, for the credential that names it.")
        Member("name", .text.example("My Account"), \.name, "The account's name at the provider.")
    }
}
