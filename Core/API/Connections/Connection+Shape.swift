import JSON
import Platform
import PluginMessages

extension Connection {
    static let shape = Shape<Connection>("Connection") {
        Member("id", .id, \.id)
        Member("provider", .text(.providerID), \.provider)
        Member("name", .text(.name), \.name)
        Member(
            "credentials", .map(maskedCredentials),
            { JSONObject($0.credentialNames.map { ($0, .string(Variable.mask)) }) })
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
    }

    private static let maskedCredentials = Schema.map(of: .choice([Variable.mask]))
        .note("Names of the stored credentials; the values are masked.")
        .example(["apiToken": .string(Variable.mask)])
}

extension Verification {
    static let shape = Shape<Verification>("Verification") {
        Member("valid", .flag.example(true), \.valid)
        // Always present: clients iterate over it.
        Member(
            "accounts", .list(of: Account.shape), { $0.accounts ?? [] }, "Accounts that the credentials give access to."
        )
        Member("message", .text, optional: \.message, "Why the credentials are not valid.")
    }
}

extension Verification.Account {
    fileprivate static let shape = Shape<Verification.Account> {
        Member("id", .text.example("abc123"), \.id)
        Member("name", .text.example("My Account"), \.name)
    }
}
