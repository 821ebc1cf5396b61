import JSON

/// Where the state of plugins is kept that several servers have in common.
package protocol PluginStateStore: Sendable {
    /// - Parameter former: What a server has kept on its own disk before: the store begins with it, if it has nothing of the owner
    ///   and never had.
    /// - Returns: `null` for a key without a value.
    func value(_ key: String, of owner: PluginStateOwner, after former: JSONObject) async throws -> JSONValue

    /// - Parameter value: `null` removes the key.
    /// - Throws: ``PluginFailure`` when there would be more than `largest` characters.
    func set(
        _ key: String, to value: JSONValue, of owner: PluginStateOwner, after former: JSONObject, largest: Int
    ) async throws
}
