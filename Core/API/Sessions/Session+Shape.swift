import Platform

extension Sessions.New {
    static let shape = Shape<Sessions.New>("Session") {
        Member("user", Person.shape, \.person)
        Member("expiresAt", .time, \.expiresAt)
    }
}

extension Person {
    fileprivate static let shape = Shape<Person>("Person") {
        Member("id", .id, \.id)
        Member("email", .text(.email), \.email)
        Member("name", .text.example("Ada Lovelace"), \.name)
    }

    /// The signed-in user.
    static let sessionShape = Shape<Person>("SignedIn") { Member("user", shape, \.self) }
}

extension Schema {
    static let email = Schema.text.example("ada@example.com")
}
