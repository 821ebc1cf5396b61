import Authoring
import PluginMessages
import Testing

@Suite("The review of nodes", .timeLimit(.minutes(10)))
struct ManifestReviewTests {
    private static func problems(_ fields: [ConfigField] = [], icon: String? = nil) -> [String] {
        let node = NodeDefinition(
            id: "acme", name: "Acme", version: "1.0.0", description: "", category: "", icon: icon,
            configSchema: fields, providers: [])
        return ManifestReview(Manifest(id: "acme", name: "Acme", version: "1.0.0", nodes: [node])).problems
    }

    @Test(
        "An icon draws, refers to itself and does nothing else",
        arguments: [
            "<a href='#a'><path/></a>", "<set attributeName='href' to='x'/>", "<animate attributeName='x'/>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'/>", "<feImage href='#a'/>", "<object/>",
            "<path onload = 'x'/>", "<path d='M0'onload='x'/>",
            "<path fill='url(http://acme.example/a)'/>", "<path fill=\"url( '//acme.example/a')\"/>",
            "<style>@import 'a';</style>", "<linearGradient xlink:href='http://acme.example/a#b'/>",
            "<path d='&#77;'/>", "<script/>", "<use href='#a'/>",
        ])
    func icons(part: String) {
        #expect(!Self.problems(icon: "<svg xmlns='http://www.w3.org/2000/svg'>\(part)</svg>").isEmpty)
        let types = "<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>"
        #expect(!Self.problems(icon: types).isEmpty)
    }

    @Test("Gradients, clips and masks of the icon itself have no problem")
    func goodIcon() {
        let icon = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><title>Acme</title><defs><linearGradient id="a">\
            <stop offset="0"/></linearGradient><linearGradient id="b" href="#a"/><clipPath id="c"><rect/></clipPath></defs>\
            <g clip-path="url(#c)"><path fill="url( '#b' )" d="M0 0h24"/></g></svg>
            """
        #expect(Self.problems(icon: icon) == [])
    }

    @Test("A regular expression that fails when a template runs is told with its line")
    func regularExpressions() {
        func problems(_ source: String) -> [String] {
            let template = NodeTemplate(node: "acme", version: "1.0.0", target: "cloudflare", source: source)
            return ManifestReview(Manifest(id: "acme", name: "Acme", version: "1.0.0", templates: [template])).problems
        }
        for code in ["/(/.test(text)", "new RegExp(\"[b-a]\").test(text)", "RegExp(text, `gg`)"] {
            let found = problems("export default async function (env: Env, { text }: Params) {\n  return \(code);\n}\n")
            #expect(found.count == 1, "\(found)")
            #expect(found.first?.contains("\"acme\" 1.0.0 for \"cloudflare\", line 2: ") == true, "\(found)")
        }
        let valid = "export default (env: Env, { a, b }: Params) => a < b ? /[/(]/ : new RegExp(`^${a}(`) /* /(/ */;\n"
        #expect(problems(valid) == [])
    }

    @Test("A field that accepts no value is told")
    func ranges() {
        for rule in [ConfigField.Validation(min: 2, max: 1), ConfigField.Validation(minLength: 9, maxLength: 2)] {
            let found = Self.problems([ConfigField("n", .string, label: "N", validation: rule)])
            #expect(found.count == 1 && found[0].contains("its minimum is above its maximum"), "\(found)")
        }
        let exact = ConfigField.Validation(min: 1, max: 1, minLength: 1, maxLength: 1)
        #expect(Self.problems([ConfigField("n", .string, label: "N", validation: exact)]) == [])
    }
}
