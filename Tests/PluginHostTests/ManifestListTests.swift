import JSON
import PluginMessages
import Testing
import Values

@testable import PluginHost

@Suite("Lists of options in manifests", .timeLimit(.minutes(3)))
struct ManifestListTests {
    private func read(_ list: VendorList, hosts: [String]?, address: String? = nil) throws -> Manifest {
        var field = ConfigField("box", .string, label: "Box")
        field.optionsFrom = OptionsSource([list])
        let node = NodeDefinition(
            id: "acme", name: "Acme", version: "1.0.0", description: "A node.", category: "Tests",
            configSchema: [
                ConfigField("key", .secret, label: "Key", envVarName: "KEY"), field,
                ConfigField("baseUrl", .string, label: "Address", default: address.map(JSONValue.string)),
            ], providers: [])
        let manifest = Manifest(
            id: "acme", name: "Acme", version: "1.0.0", nodes: [node],
            permissions: hosts.map { PluginPermissions(hosts: $0) })
        return try ManifestReader(path: "acme.so").read(try JSONValue(encoding: manifest).bytes)
    }

    private static func list(_ base: String?, path: String = "/boxes", headers: JSONObject? = nil) -> VendorList {
        VendorList(path, items: "", label: "name", value: "id", base: base, headers: headers)
    }

    @Test(
        "A host that the permissions do not name is refused by name, fixed or as a default",
        arguments: [
            ("https://evil.example", nil, "evil.example"), (nil, "https://evil.example/v1", "evil.example"),
            ("https://api.acme.example@evil.example", nil, "evil.example"),
            ("https://{box}.evil.example", nil, "*.evil.example"), ("https://acme.example", nil, "acme.example"),
        ] as [(String?, String?, String)])
    func otherHost(base: String?, address: String?, host: String) {
        let hosts = ["api.acme.example", "*.acme.example"]
        let refusal = #expect(throws: PluginRefusal.self) { try read(Self.list(base), hosts: hosts, address: address) }
        #expect(refusal?.code == "plugin.manifest")
        #expect(refusal?.reason.contains("do not name the host \(host).") == true, "\(refusal?.reason ?? "")")
        #expect(throws: Never.self) { try read(Self.list(base), hosts: nil, address: address) }
    }

    @Test(
        "A host that they name, and an address that somebody has to enter, are not",
        arguments: [
            ("https://api.acme.example/v1", nil), (nil, nil), (nil, "https://eu.acme.example"),
            ("https://{box}.acme.example", nil), ("{baseUrl}", nil),
        ] as [(String?, String?)])
    func namedHost(base: String?, address: String?) {
        let hosts = ["api.acme.example", "*.acme.example"]
        #expect(throws: Never.self) { try read(Self.list(base), hosts: hosts, address: address) }
    }

    @Test("A type of credentials is held to the permissions, too")
    func types() throws {
        func read(_ hosts: [String]?) throws -> Manifest {
            let type = CredentialType(
                id: "acme", name: "Acme", description: "", flow: .clientCredentials,
                settings: ["tokenUrl": "https://id.acme.example/token"])
            let manifest = Manifest(
                id: "acme", name: "Acme", version: "1.0.0", credentialTypes: [type],
                permissions: hosts.map { PluginPermissions(hosts: $0) })
            return try ManifestReader(path: "acme.so").read(try JSONValue(encoding: manifest).bytes)
        }
        let refusal = #expect(throws: PluginRefusal.self) { try read(["api.acme.example"]) }
        #expect(refusal?.reason.contains("has the host id.acme.example") == true)
        #expect(throws: Never.self) { try read(["*.acme.example"]) }
        #expect(throws: Never.self) { try read(nil) }
    }

    @Test(
        "A list that could not be requested, or elsewhere than it seems, is refused",
        arguments: [
            list("http://api.acme.example"), list("{baseUrl}.evil.example"),
            list("https://api.acme.example", path: ".evil.example/boxes"), list("https://api.acme.example/{key}"),
            list("https://api.acme.example", headers: ["Host": "evil.example", "authorization": "{key}"]),
            list("https://api.acme.example", headers: ["x y": "1"]),
        ])
    func unfit(list: VendorList) {
        #expect(throws: PluginRefusal.self) { try read(list, hosts: nil) }
    }
}
