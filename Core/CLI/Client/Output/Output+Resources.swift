import JSON

extension Output {
    /// A list of resources. Where they are on the disks of servers it shows which, and tells which servers could not be asked.
    func resources(_ page: JSONValue, _ columns: [Column]) {
        list(page, Self.columns(of: page, columns))
        guard !isJSON, let missing = Self.missing(from: page) else { return }
        Terminal.tell(missing)
    }

    static func columns(of page: JSONValue, _ columns: [Column]) -> [Column] {
        let isPlaced = page["data"]?.array?.contains { $0["server"] != nil } == true
        return isPlaced ? columns + [Column("SERVER", "server.name")] : columns
    }

    /// - Returns: `nil` when all servers were asked.
    static func missing(from page: JSONValue) -> String? {
        let names = page["unreachableServers"]?.array?.compactMap { $0["name"]?.string } ?? []
        guard !names.isEmpty else { return nil }
        let servers = names.map { "\"\($0.shownLine)\"" }.joined(separator: ", ")
        let noun = names.count == 1 ? "server" : "servers"
        return "Without the resources of the \(noun) \(servers), which cannot be reached.\n"
    }
}
