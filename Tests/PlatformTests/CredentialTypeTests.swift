import JSON
import PluginMessages
import Testing

@testable import Platform

@Suite("Types of credentials", .timeLimit(.minutes(10)))
struct CredentialTypeTests {
    private static let mill = CredentialType(
        id: "mill", name: "Mill", description: "An account at a mill.", flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://{shop}.mill.test/authorize",
            "tokenUrl": "https://{shop}.mill.test/token?{more}",
        ],
        fields: [
            ConfigField("shop", .string, label: "Shop", required: true, validation: .init(pattern: "[a-z]+")),
            ConfigField("scope", .string, label: "Scope", default: "weave"),
        ])

    @Test("Settings are filled with the type's own fields, which take the place of the flow's")
    func values() {
        let values = Self.mill.values(["shop": "loom", "clientId": "a"])
        #expect(values["authorizationUrl"] == "https://loom.mill.test/authorize")
        // Braces that name no field are none of ours.
        #expect(values["tokenUrl"] == "https://loom.mill.test/token?{more}")
        #expect(values["scope"] == "weave" && values["clientId"] == "a")
        #expect(Self.mill.values(["shop": "loom", "scope": "spin"])["scope"] == "spin")
        let names = Self.mill.fields.map(\.name)
        #expect(names.first == "shop" && names.filter { $0 == "scope" }.count == 1)
        #expect(!names.contains("tokenUrl") && names.contains("clientSecret"))
        #expect(Self.mill.addresses(["shop": "a"]) != Self.mill.addresses(["shop": "b"]))
    }

    @Test("A type of a plugin takes no place of a generic one, and each is listed once")
    func unique() {
        let other = CredentialType(id: "aws", name: "Other", description: "Other.", flow: .values)
        let types = CredentialTypes([Self.mill, other])
        #expect(types.find("aws")?.name == "AWS" && types.all.filter { $0.id == "aws" }.count == 1)
        #expect(types.find("mill") != nil)
    }

    @Test("Old manifests have types without fields, and messages keep those that there are")
    func messages() throws {
        let old = try JSONValue(
            parsing: #"{"id":"a","name":"A","description":"A.","flow":"values","settings":{}}"#
        ).decode(CredentialType.self)
        #expect(old.ownFields.isEmpty)
        let read = try JSONValue(encoding: Self.mill).decode(CredentialType.self)
        #expect(read.ownFields == Self.mill.ownFields && read.settings == Self.mill.settings)
    }
}
