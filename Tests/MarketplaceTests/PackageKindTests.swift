import Foundation
import JSON
import Marketplace
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite("Packages of every kind", .timeLimit(.minutes(10)))
struct PackageKindTests {
    private let fixture: RegistryFixture
    private let package: String

    init() throws {
        fixture = try RegistryFixture()
        package = fixture.folder.url.appending(path: "package").path
    }

    private func node(_ id: String) -> NodeDefinition {
        NodeDefinition(
            id: id, name: id, version: "1.0.0", description: "A node.", category: "Post", tags: ["mail"],
            configSchema: [],
            providers: [])
    }

    private func manifest(
        _ id: String = "acme", _ version: String = "2.0.0", nodes: [NodeDefinition] = [], providers: [String] = [],
        endpoints: [ResourceEndpoint] = [], storages: [String] = [], permissions: PluginPermissions? = nil
    ) -> Manifest {
        Manifest(
            id: id, name: "Acme", version: version, description: "Everything of Acme.", nodes: nodes,
            providers: providers.map {
                ProviderDefinition(id: $0, name: $0, description: "Acme's | cloud.", capabilities: [.deploy])
            }, resources: endpoints, storages: storages.map { StorageDefinition(id: $0, name: $0) },
            permissions: permissions)
    }

    private func pack(_ manifest: Manifest, by key: SigningKey? = nil) throws -> RegistryIndex {
        let file = try fixture.folder.write("The library of \(manifest.version)", to: "built/\(manifest.id).so")
        let plugin = LoadedPlugin(path: file.path, manifest: manifest, connection: SilentConnection())
        return try RegistryBuilder(sdk: "0.0.0", key: key ?? fixture.key, replacesKey: true).build(
            [plugin], to: package)
    }

    private func publish() async throws {
        _ = try await RegistryPublisher(folder: fixture.root, key: fixture.key).publish(package)
    }

    @Test("A plugin with a provider, an endpoint and two nodes is packed under its own id, with what it may do")
    func several() async throws {
        let index = try pack(
            manifest(
                nodes: [node("acme-mail"), node("acme-box")], providers: ["acme"],
                endpoints: [ResourceEndpoint("boxes", .get, "boxes/:box", summary: "Lists.", provider: "acme")],
                permissions: PluginPermissions(hosts: ["api.acme.example"], ports: [5432])))
        #expect(index.nodes.isEmpty)
        let entry = try #require(index.packages?.first)
        #expect(entry.id == "acme" && entry.name == "Acme" && entry.tags == ["mail"])
        let version = try #require(entry.latest)
        #expect(version.version == "2.0.0")
        let contents = version.contents(of: "acme")
        #expect(contents.kinds == [.node, .provider, .endpoint] && contents.providers == ["acme"])
        #expect(contents.nodes.map(\.id) == ["acme-mail", "acme-box"])
        let permissions = version.asked(of: "acme")
        #expect(permissions.map(\.kind) == [.credentials, .deployments, .requests, .hosts, .ports])
        #expect(permissions.first { $0.kind == .hosts }?.subjects == ["api.acme.example"])
        let readme = String(decoding: try await RegistrySource(package).document(version.readme), as: UTF8.self)
        #expect(readme.contains("| provider | `acme` | Acme's \\| cloud. |") && readme.contains("secrets of workflows"))
        let definition = try JSONValue(parsing: try await RegistrySource(package).document(version.definition))
        #expect(definition["providers"]?.array?.first?["id"] == "acme" && definition["templates"] == nil)
    }

    @Test("It stands beside nodes in a registry, is signed with them, and is one entry with the node that it was")
    func together() async throws {
        _ = try pack(manifest("postcard", nodes: [node("postcard")], providers: ["post"]))
        try await publish()
        _ = try pack(manifest("keep", storages: ["keep"]))
        try await publish()
        let index = try await fixture.source.index()
        // Servers of before find the node's versions, and nothing else.
        #expect(index.nodes.map(\.id) == ["postcard"] && index.nodes.first?.versions.count == 3)
        #expect(index.packages?.map(\.id) == ["keep", "postcard"])
        #expect(index.summary == "1 node, 2 other packages, 5 versions")
        let postcard = try #require(index.all.first { $0.id == "postcard" })
        #expect(postcard.versions.map(\.version) == ["2.0.0", "1.10.0", "1.9.0", "1.0.0"])
        #expect(postcard.name == "Acme")
        #expect(await index.problems(in: fixture.source, fixture.trusting) == [])
        let signed = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        #expect(signed.packages?.count == 2)
        #expect(await signed.problems(in: fixture.source, fixture.trusting) == [])
        let editor = RegistryEditor(folder: fixture.root, key: fixture.key)
        try await editor.withdraw("postcard", version: "2.0.0", reason: "It loses letters.")
        try await editor.deprecate("keep", version: nil, message: "Use another.", replacedBy: nil)
        let edited = try await fixture.source.index()
        #expect(edited.all.first { $0.id == "postcard" }?.latest?.version == "1.10.0")
        #expect(edited.all.first { $0.id == "keep" }?.latest?.deprecated == true)
    }

    @Test("A publisher's package must not bring what is another's: a node, a provider, a storage")
    func namespaces() async throws {
        let stranger = SigningKey()
        let editor = RegistryEditor(folder: fixture.root, key: fixture.key)
        try await editor.add(.init(id: "post", keys: [fixture.key.publicKey.text], nodes: ["post*"]))
        try await editor.add(.init(id: "acme", keys: [stranger.publicKey.text], nodes: ["acme*"]))
        for wrong in [
            manifest(nodes: [node("acme-mail"), node("postcard2")]), manifest(providers: ["post"]),
            manifest(storages: ["post-keep"]), manifest("poster", providers: ["acme"]),
            manifest(
                providers: ["acme"],
                endpoints: [ResourceEndpoint("boxes", .get, "boxes", summary: "Lists.", provider: "post")]),
        ] {
            _ = try pack(wrong, by: stranger)
            await #expect(throws: RegistryError.self) { try await publish() }
            // Nor does a server take it from a registry that lets it pass.
            let check = PackageCheck(trusted: [stranger.publicKey])
            let index = try await RegistrySource(package).index()
            var ruled = index
            ruled.publishers = try await fixture.source.index().publishers
            #expect(
                await ruled.problems(in: RegistrySource(package), check).map(\.code.rawValue) == ["package.namespace"])
        }
        _ = try pack(manifest(nodes: [node("acme-mail")], providers: ["acme"], storages: ["acme-keep"]), by: stranger)
        try await publish()
    }

    @Test("What contributes nothing, or the same twice, is not packed")
    func unfit() throws {
        #expect(throws: RegistryError.self) { try pack(manifest()) }
        #expect(throws: RegistryError.self) { try pack(manifest(nodes: [node("acme"), node("acme")])) }
    }

    @Test("A node of an index that does not say what it contributes brings nothing else: nobody was asked about it")
    func undeclared() throws {
        let alone = manifest("postcard", "1.0.0", nodes: [node("postcard")])
        let version = try #require(try pack(alone).nodes.first?.latest)
        #expect(version.contributes == nil)
        #expect(throws: Never.self) { try version.check(alone, of: "postcard") }
        let endpoint = ResourceEndpoint("boxes", .get, "boxes/:box", summary: "Lists.", provider: "acme")
        for more in [
            manifest("postcard", "1.0.0", nodes: [node("postcard")], endpoints: [endpoint]),
            manifest("postcard", "1.0.0", nodes: [node("postcard")], providers: ["post"]),
            manifest("postcard", "1.0.0", nodes: [node("postcard"), node("letter")]),
        ] { #expect(throws: RegistryError.self) { try version.check(more, of: "postcard") } }
    }

    @Test("A size below zero in the index of a folder is refused")
    func negativeSize() async throws {
        _ = try pack(manifest("postcard", "1.0.0", nodes: [node("postcard")]))
        let index = URL(filePath: "\(package)/index.json")
        let text = try String(contentsOf: index, encoding: .utf8)
        let other = text.replacing(/"size" ?: ?[0-9]+/, with: "\"size\":-1")
        #expect(other != text)
        try other.write(to: index, atomically: true, encoding: .utf8)
        let source = RegistrySource(package)
        let build = try #require(try await source.index().nodes.first?.latest?.builds.first)
        await #expect(throws: RegistryError.self) { try await source.package(build) }
    }

    private func listing(_ base: String?, default address: String? = nil) -> NodeDefinition {
        var field = ConfigField("box", .string, label: "Box")
        field.optionsFrom = OptionsSource([VendorList("/boxes", items: "", label: "name", value: "id", base: base)])
        return NodeDefinition(
            id: "postcard", name: "Postcard", version: "1.0.0", description: "A node.", category: "Post",
            configSchema: [
                ConfigField("key", .secret, label: "Key", envVarName: "KEY"), field,
                ConfigField("baseUrl", .string, label: "Address", default: address.map(JSONValue.string)),
            ], providers: [])
    }

    @Test("Hosts of types of credentials are the package's word, also with a name of somebody's in front")
    func typeHosts() {
        let type = CredentialType(
            id: "acme", name: "Acme", description: "", flow: .authorizationCode,
            settings: [
                "authorizationUrl": "https://{shop}.acme.example/authorize",
                "tokenUrl": "https://id.acme.example/token",
                "scope": "https://scopes.example/all",
            ],
            fields: [
                ConfigField("shop", .string, label: "Shop", required: true),
                ConfigField("testUrl", .string, label: "Test", default: "https://test.example/me"),
            ])
        let manifest = Manifest(
            id: "postcard", name: "Postcard", version: "1.0.0", nodes: [node("postcard")], credentialTypes: [type])
        #expect(manifest.credentialHosts == ["*.acme.example", "id.acme.example", "test.example"])
    }

    @Test("The hosts of its lists of options are in the index, and shown before a node is installed")
    func credentialHosts() throws {
        let named = manifest("postcard", "1.0.0", nodes: [listing("https://api.acme.example/v1")])
        let version = try #require(try pack(named).nodes.first?.latest)
        #expect(version.credentialHosts == ["api.acme.example"] && version.contributes == nil)
        let asked = version.asked(of: "postcard")
        #expect(asked.map(\.kind) == [.hosts] && asked.first?.subjects == ["api.acme.example"])
        #expect(throws: Never.self) { try version.check(named, of: "postcard") }
        let elsewhere = manifest("postcard", "1.0.0", nodes: [listing("https://evil.example")])
        let entered = manifest("postcard", "1.0.0", nodes: [listing(nil)])
        for other in [elsewhere, entered] {
            #expect(throws: RegistryError.self) { try version.check(other, of: "postcard") }
        }
        let plain = try #require(try pack(entered).nodes.first?.latest)
        #expect(plain.credentialHosts == nil && plain.asked(of: "postcard").isEmpty)
        #expect(throws: RegistryError.self) { try plain.check(named, of: "postcard") }
    }

    @Test(
        "The host of a list is the package's word where it names a part of it, a default too, and else the user's",
        arguments: [
            ("https://api.acme.example/v1/{box}", nil, "api.acme.example"), (nil, nil, nil), ("{site}", nil, nil),
            ("https://{site}/v1", nil, nil), (nil, "https://acme.example/", "acme.example"),
            ("https://{site}.acme.example", nil, "*.acme.example"),
            ("https://{baseUrl}.acme.example", "eu", "eu.acme.example"),
            ("{site}.evil.example/", nil, nil), ("https://api.acme.example:{site}", nil, "api.acme.example"),
        ] as [(String?, String?, String?)])
    func ownHosts(base: String?, standard: String?, host: String?) {
        let named = manifest(nodes: [listing(base, default: standard)])
        #expect(named.credentialHosts == (host.map { [$0] } ?? []))
    }

    @Test("Choices of an address are the package's word, too")
    func chosenHosts() {
        let choices = ["https://eu.acme.example", "https://evil.example"].map { ConfigField.Option($0) }
        var node = listing("{region}")
        var fields = node.configSchema
        fields.append(ConfigField("region", .select, label: "Region", options: choices))
        node = NodeDefinition(
            id: node.id, name: node.name, version: node.version, description: "", category: "Post",
            configSchema: fields, providers: [])
        #expect(manifest(nodes: [node]).credentialHosts == ["eu.acme.example", "evil.example"])
    }

    @Test("A library that is not what the index says, or asks for more, is refused")
    func contents() throws {
        let declared = manifest(providers: ["acme"], permissions: PluginPermissions(hosts: ["a.example"]))
        let version = try #require(try pack(declared).packages?.first?.latest)
        #expect(throws: Never.self) { try version.check(declared, of: "acme") }
        for other in [
            manifest(providers: ["acme"]), manifest(providers: ["acme", "more"], permissions: declared.permissions),
            manifest("other", providers: ["acme"], permissions: declared.permissions),
            manifest("acme", "2.0.1", providers: ["acme"], permissions: declared.permissions),
            manifest(providers: ["acme"], permissions: PluginPermissions(hosts: ["a.example", "b.example"])),
        ] { #expect(throws: RegistryError.self) { try version.check(other, of: "acme") } }
    }
}
