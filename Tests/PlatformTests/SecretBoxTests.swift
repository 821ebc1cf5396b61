import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct SecretBoxTests {
    private let place = SecretLocation(column: .connectionCredentials, row: "a")
    private let box = SecretBox(master: MasterKey())

    @Test("A secret is opened where it was sealed", arguments: ["", "xoxb-token", "Grüße 🚀"])
    func roundTrip(secret: String) throws {
        let sealed = try box.seal(secret, at: place)
        #expect(secret.isEmpty || !sealed.contains(secret))
        #expect(try box.open(sealed, at: place) == secret)
    }

    @Test("The same secret is sealed differently every time")
    func nonces() throws { #expect(try box.seal("same", at: place) != box.seal("same", at: place)) }

    @Test(
        "A sealed value that was moved to another row or column is not opened",
        arguments: [
            SealedColumn.connectionCredentials.place("b"), SealedColumn.variableValue.place("a"),
            SealedColumn.idempotentAnswer.place("a"),
        ])
    func moved(place other: SecretLocation) throws {
        let sealed = try box.seal("secret", at: place)
        #expect(throws: SecretError.self) { try box.open(sealed, at: other) }
    }

    @Test("The key before the current one opens what it sealed, and seals nothing any more")
    func previous() throws {
        let next = MasterKey()
        let both = SecretBox(master: next, previous: MasterKey())
        #expect(throws: SecretError.self) { try both.open(box.seal("secret", at: place), at: place) }
        let old = MasterKey()
        let sealed = try SecretBox(master: old).seal("secret", at: place)
        let pair = SecretBox(master: next, previous: old)
        #expect(try pair.open(sealed, at: place) == "secret")
        #expect(try SecretBox(master: next).open(pair.seal("secret", at: place), at: place) == "secret")
    }

    @Test("A value under another master key says which")
    func otherKey() throws {
        let other = MasterKey()
        let sealed = try SecretBox(master: other).seal("secret", at: place)
        #expect {
            try box.open(sealed, at: place)
        } throws: { error in
            if case .otherKey(other.id)? = error as? SecretError { true } else { false }
        }
    }

    @Test("A value that was changed is not opened")
    func changed() throws {
        var sealed = try box.seal("secret", at: place)
        let last = sealed.index(sealed.endIndex, offsetBy: -6)
        sealed.replaceSubrange(last...last, with: sealed[last] == "A" ? "B" : "A")
        #expect(throws: SecretError.self) { try box.open(sealed, at: place) }
    }

    @Test("Text that is no sealed value is refused", arguments: ["", "secret", "2.a.b", "1.a", "1.a.!"])
    func malformed(text: String) {
        #expect(throws: SecretError.self) { try box.open(text, at: place) }
    }
}
