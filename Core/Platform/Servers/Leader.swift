/// The server that works on a shared database, as others see it.
package struct Leader: Sendable, Equatable {
    /// For people.
    package let name: String
    /// Where it is reached; `nil` until it serves, and of a version that does not say.
    package let address: String?
    /// Higher with each server that takes over.
    package let epoch: Int

    package init(name: String, address: String?, epoch: Int) {
        self.name = name
        self.address = address
        self.epoch = epoch
    }
}
