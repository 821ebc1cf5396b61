import Authoring
import JSON
import PluginMessages
import Testing

@Suite("The review of providers, endpoints and storages", .timeLimit(.minutes(10)))
struct ContributionReviewTests {
    private static func provider(
        _ capabilities: [ProviderCapability], accepts: [String] = ["cloudflare"], credentials: [ConfigField] = [],
        defaultConnection: String? = nil
    ) -> ProviderDefinition {
        ProviderDefinition(
            id: "acme", name: "Acme", description: "Acme's cloud.", accepts: accepts, credentialSchema: credentials,
            capabilities: capabilities, defaultConnection: defaultConnection)
    }

    private static func problems(
        _ providers: [ProviderDefinition] = [], _ endpoints: [ResourceEndpoint] = [], storage: String? = nil
    ) -> [String] {
        ManifestReview(
            Manifest(
                id: "acme", name: "Acme", version: "1.0.0", providers: providers, resources: endpoints,
                storages: storage.map { [StorageDefinition(id: $0, name: $0)] } ?? [])
        ).problems
    }

    @Test("What is whole has no problem")
    func whole() {
        let provider = Self.provider([.deploy, .takedown, .trigger, .run, .restart, .restartFrom, .logs])
        let endpoint = ResourceEndpoint(
            "put", .put, "boxes/:box/things/:thing", scope: .write, summary: "Keeps a thing.", provider: "acme",
            query: [ConfigField("prefix", .string, label: "Prefix")], answer: ["type": "object"], status: 201)
        #expect(Self.problems([provider], [endpoint], storage: "keep") == [])
    }

    private static let unableProviders: [(ProviderDefinition, String)] = [
        (provider([.deploy]), "\"deploy\" without \"takedown\""),
        (provider([.deploy, .takedown, .trigger]), "\"trigger\" without \"run\""),
        (provider([.deploy, .takedown, .logs]), "\"logs\" without \"run\""),
        (provider([.deploy, .takedown, .run, .restartFrom]), "\"restartFrom\" without \"restart\""),
        (provider([.deploy, .takedown, .run, .terminateRollback]), "\"terminateRollback\" without \"terminate\""),
        (provider([.verify]), "lacks the capability \"deploy\""),
        (provider([.deploy, .takedown], accepts: []), "neither emits code nor accepts"),
        (
            provider(
                [.deploy, .takedown], credentials: [ConfigField("token", .secret, label: "Token", required: true)],
                defaultConnection: "Acme"), "its credentials require \"token\""
        ),
        (
            provider(
                [.deploy, .takedown],
                credentials: [ConfigField("token", .secret, label: "Token", default: "t")]),
            "is a secret, which is public there"
        ),
    ]

    @Test("A provider that cannot do what it says is told", arguments: ContributionReviewTests.unableProviders)
    func providers(provider: ProviderDefinition, problem: String) {
        let found = Self.problems([provider])
        #expect(found.count == 1 && found[0].contains(problem), "\(found)")
    }

    private static let uselessEndpoints: [(ResourceEndpoint, String)] = [
        (
            ResourceEndpoint(
                "a", .post, "a", scope: .write, summary: "A.", body: [ConfigField("projectId", .string, label: "P")]
            ),
            "\"projectId\", which is reserved for the server"
        ),
        (
            ResourceEndpoint("a", .get, "a", summary: "A.", body: [ConfigField("b", .string, label: "B")]),
            "is a GET with a body"
        ),
        (ResourceEndpoint("a", .get, "a", scope: .write, summary: "A."), "a GET must not change anything"),
        (ResourceEndpoint("a", .get, "a", summary: "A.", status: 302), "declares the status 302"),
        (ResourceEndpoint("a", .get, "a", summary: "A.", answer: "text"), "is not a JSON Schema"),
        (
            ResourceEndpoint("a", .get, "a", summary: "A.", answer: ["type": "object"], mediaType: "text/csv"),
            "another media type"
        ),
        (ResourceEndpoint("a", .get, "a/:b/c/:b", summary: "A."), "a parameter twice"),
        (ResourceEndpoint("a", .get, "a", summary: ""), "has no summary"),
    ]

    @Test(
        "An endpoint that clients could not use, or that would not get what it asks for, is told",
        arguments: ContributionReviewTests.uselessEndpoints)
    func endpoints(endpoint: ResourceEndpoint, problem: String) {
        let found = Self.problems([], [endpoint])
        #expect(found.count == 1 && found[0].contains(problem), "\(found)")
    }

    @Test("The name of the built-in storage is nobody else's")
    func storages() { #expect(Self.problems(storage: "sqlite").first?.contains("built-in storage") == true) }
}
