import JSON
import PluginMessages
import Synchronization

/// Whose state it is.
package struct PluginStateOwner: Sendable, Hashable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?

    package init(plugin: String, organization: String?) {
        self.plugin = plugin
        self.organization = organization
    }
}

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

/// The store, once there is one: plugins are loaded before the database is open.
final class SharedPluginState: Sendable {
    private let kept = Mutex<(any PluginStateStore)?>(nil)

    var store: (any PluginStateStore)? { kept.withLock { $0 } }

    func keep(in store: any PluginStateStore) { kept.withLock { $0 = store } }
}

extension PluginHost {
    /// Says where the state of plugins is kept from here on; without it, in a file of each plugin's folder.
    package func keepState(in store: any PluginStateStore) { sharedState.keep(in: store) }
}
