import JSON

extension RESTClient {
    /// All pages of a list as one, up to a number of items.
    /// - Parameter limit: 0 for every item.
    /// - Returns: The last page's response, with the items of all of them.
    func list(_ path: String, _ query: Query = [:], limit: Int = 0) async throws -> JSONValue {
        var items: [JSONValue] = []
        var unreachable: [JSONValue] = []
        var cursor: String?
        while true {
            let size = limit == 0 ? 100 : min(100, limit - items.count)
            var parameters = query
            parameters.pairs += [("limit", "\(size)"), ("cursor", cursor)]
            let page = try await get(path, parameters)
            items += page["data"]?.array ?? []
            // One that could be asked for one page may be missing in another.
            unreachable += page["unreachableServers"]?.array?.filter { !unreachable.contains($0) } ?? []
            cursor = page["nextCursor"]?.string
            guard cursor == nil || (limit > 0 && items.count >= limit) else { continue }
            var whole = page.object ?? [:]
            whole["data"] = .array(items)
            if whole["unreachableServers"] != nil { whole["unreachableServers"] = .array(unreachable) }
            return .object(whole)
        }
    }

    /// The items of a list, of all its pages.
    func items(_ path: String, _ query: Query = [:]) async throws -> [JSONValue] {
        try await list(path, query)["data"]?.array ?? []
    }
}
