import Platform

extension Sessions.New {
    static let shape = Shape<Sessions.New>("Session") {
        Member("user", Person.shape, \.person, "The user who is signed in.")
        Member("expiresAt", .time, \.expiresAt, "When the session ends.")
    }
}

extension Person {
    static let shape = Shape<Person>("Person") {
        Member("id", .id, \.id, "Identifies the user.")
        Member("email", .text(.email), \.email, "The address that the user signs in with.")
        Member("name", .text.example("Ada Lovelace"), \.name, "The user's name.")
    }

    /// The signed-in user.
    static let sessionShape = Shape<Person>("SignedIn") { Member("user", shape, \.self, "The user who is signed in.") }
}

extension Schema {
    static let email = Schema.text.example("ada@example.com")
}
