/// The parts of a plugin besides nodes. Its providers and endpoints are created with the same services, so that they can
/// share parts.
struct ServerPart: PluginPart {
    let manifest: ServerManifest
    let providers: ProviderCalls
    let resources: ResourceCalls
    let storages: StorageCalls

    init(
        providers: [any ProviderPlugin.Type], resources: [any ResourcePlugin.Type], storages: [any StoragePlugin.Type],
        settings: [SettingDefinition]?
    ) {
        manifest = ServerManifest(
            providers: providers.map { $0.definition }, resources: resources.flatMap { $0.endpoints },
            storages: storages.map { $0.definition }, settings: settings)
        self.providers = ProviderCalls(providers)
        self.resources = ResourceCalls(resources)
        self.storages = StorageCalls(storages)
    }

    var contributions: JSONObject {
        get throws { try JSONValue(encoding: manifest).object ?? [:] }
    }

    func configure(_ configuration: PluginConfigureRequest, host: HostPort) throws {
        let services = PluginServices(
            settings: configuration.settings, dataDirectory: configuration.dataDirectory,
            hostVersion: configuration.hostVersion, host: host)
        try providers.configure(services)
        try storages.configure(services)
        try resources.configure(services)
    }

    func start() async throws { try await providers.start() }

    func respond(to method: String, _ request: JSONText, context: CallContext) async throws -> [UInt8]? {
        if let operation = ProviderOperation(rawValue: method) {
            return try await providers.answer(operation, request, context)
        }
        if method == "resource.call" { return try await resources.answer(request.params(), context).bytes }
        guard let operation = StorageOperation(rawValue: method) else { return nil }
        return try await storages.answer(operation, request.params()).bytes
    }

    func shutdown(within time: Duration?) async { await providers.shutdown(within: time) }

    func close() async { await storages.close() }
}
