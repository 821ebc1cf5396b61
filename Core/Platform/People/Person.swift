import Storage

/// A person, as far as they are shown.
package struct Person: Sendable {
    package let id: UserID
    package let email: String
    package let name: String

    init(_ record: UserRecord) {
        id = record.id
        email = record.email
        name = record.name
    }
}
