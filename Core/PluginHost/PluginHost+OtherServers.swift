import JSON
import PluginMessages

extension PluginHost {
    /// Takes over what a plugin has told on another server, as long as there is room for it: otherwise the reader learns that
    /// something is missing.
    /// - Parameter server: Its id.
    package func receive(_ event: ToldElsewhere, from server: String) {
        let providers = providers(of: event.plugin)
        func tell(_ name: String, _ payload: JSONValue, _ share: EventBudget.Share?) -> PluginEvent {
            PluginEvent(
                plugin: event.plugin, organization: event.organization, providers: providers, name: name,
                payload: payload, share: share, server: server)
        }
        guard event.name != PluginEvent.lost else { return told.yield(tell(PluginEvent.lost, event.payload, nil)) }
        let lost = tell(PluginEvent.lost, nil, nil)
        let share = budget.take(
            event.payload.bytes.count, for: .init(plugin: event.plugin, owner: "server \(server)")
        ) { [told] _ in told.yield(lost) }
        if let share { told.yield(tell(event.name, event.payload, share)) }
    }

    /// Those that a plugin contributes.
    package func providers(of plugin: String) -> Set<String> {
        Set(plugins.filter { $0.manifest.id == plugin }.flatMap { $0.manifest.providers.map(\.id) })
    }
}
