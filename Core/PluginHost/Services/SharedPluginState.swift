import PluginMessages
import Synchronization

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
