/// What keeps a command from calling the server, or from showing what it returned.
struct ClientError: Error, CustomStringConvertible {
    let status: ClientStatus
    let description: String
    /// More lines, below the description.
    var lines: [String] = []

    init(_ status: ClientStatus, _ description: String, lines: [String] = []) {
        (self.status, self.description, self.lines) = (status, description, lines)
    }
}
