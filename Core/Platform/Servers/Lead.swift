/// What a server that leads has for those that forward requests to it.
package struct Lead: Sendable {
    /// The server's own name.
    package let name: String
    package let epoch: Int
    package let link: ServerLink

    package init(name: String, epoch: Int, link: ServerLink) {
        self.name = name
        self.epoch = epoch
        self.link = link
    }
}
