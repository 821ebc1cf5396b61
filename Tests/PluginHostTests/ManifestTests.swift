import JSON
import PluginMessages
import Testing

@Suite("Manifests", .timeLimit(.minutes(10)))
struct ManifestTests {
    @Test("Both parts are members of one object, and are read back")
    func roundTrip() throws {
        let manifest = Manifest(
            id: "parcel", name: "Parcel", version: "1.2.0",
            nodes: [
                NodeDefinition(
                    id: "parcel", name: "Parcel", version: "1.2.0", description: "", category: "", configSchema: [],
                    providers: [])
            ], storages: [StorageDefinition(id: "box", name: "Box")],
            settings: [SettingDefinition("PORT", .integer, description: "Port.")],
            permissions: PluginPermissions(hosts: ["api.acme.example"]))
        let json = try JSONValue(encoding: manifest)
        let keys: Set = [
            "id", "name", "version", "nodes", "templates", "nodeServices", "permissions", "providers", "resources",
            "storages", "settings",
        ]
        #expect(json.object.map { Set($0.keys) } == keys)
        let read = try json.decode(Manifest.self)
        #expect(read.id == "parcel" && read.version == "1.2.0")
        #expect(read.nodes.map(\.id) == ["parcel"])
        #expect(read.storages.map(\.id) == ["box"])
        #expect(read.settings?.map(\.name) == ["PORT"])
        #expect(read.permissions?.hosts == ["api.acme.example"])
    }

    @Test("Of a plugin of nodes only, the lists of the server are empty")
    func nodesOnly() throws {
        let nodes = NodeManifest(id: "parcel", name: "Parcel", version: "1.0.0")
        let read = try JSONValue(encoding: nodes).decode(Manifest.self)
        #expect(read.providers.isEmpty && read.resources.isEmpty && read.storages.isEmpty && read.settings == nil)
    }
}
