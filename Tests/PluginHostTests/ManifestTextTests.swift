import JSON
import PluginMessages
import Testing

@testable import PluginHost

@Suite("Texts of manifests", .timeLimit(.minutes(3)))
struct ManifestTextTests {
    private func read(_ text: String, at place: WritableKeyPath<Texts, String>) throws -> Manifest {
        var texts = Texts()
        texts[keyPath: place] = text
        let node = NodeDefinition(
            id: "acme", name: texts.node, version: "1.0.0", description: texts.description, category: "Tests",
            configSchema: [ConfigField("box", .string, label: texts.label)], providers: ["cloudflare"])
        let manifest = Manifest(
            id: "acme", name: texts.name, version: "1.0.0", nodes: [node],
            templates: [
                NodeTemplate(node: "acme", version: "1.0.0", target: "cloudflare", source: "// \u{1B}\n" + texts.source)
            ])
        return try ManifestReader(path: "acme.so").read(try JSONValue(encoding: manifest).bytes)
    }

    private struct Texts {
        var name = "Acme"
        var node = "Acme"
        var description = "A node."
        var label = "Box"
        var source = ""
    }

    @Test("Control characters are refused wherever people read them", arguments: ["a\0b", "a\u{1B}[31mb", "a\u{9B}b"])
    func controls(text: String) {
        let places: [(WritableKeyPath<Texts, String>, String)] = [
            (\.name, "/name"), (\.node, "/nodes/0/name"), (\.description, "/nodes/0/description"),
            (\.label, "/nodes/0/configSchema/box/label"),
        ]
        for (place, pointer) in places {
            let refusal = #expect(throws: PluginRefusal.self) { try read(text, at: place) }
            #expect(refusal?.code == "plugin.manifest")
            let reason = refusal?.reason ?? ""
            #expect(reason.hasPrefix("\(pointer) contains the control character"), "\(reason)")
        }
    }

    @Test("Lines and tabs are not, nor is code")
    func lines() throws {
        #expect(try read("a\n\tb", at: \.description).id == "acme")
        #expect(try read("\0", at: \.source).templates.count == 1)
    }
}
