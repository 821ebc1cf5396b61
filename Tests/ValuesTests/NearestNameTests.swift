import Testing
import Values

@Suite("Nearest names", .timeLimit(.minutes(10)))
struct NearestNameTests {
    @Test(
        "The name that was probably meant",
        arguments: [
            ("baseurl", "baseUrl"), ("base_url", "baseUrl"), ("respones", "response"), ("metod", "method"),
            ("timeuot", "timeout"), ("retrylimits", "retryLimit"), ("URL", "url"),
        ])
    func found(name: String, meant: String) {
        let names = ["url", "method", "response", "timeout", "retryLimit", "baseUrl", "headers"]
        #expect(NearestName.nearest(to: name, among: names) == meant)
    }

    @Test("Nothing where nothing is near", arguments: ["x", "", "colour", "uy", "headquarters"])
    func none(name: String) {
        #expect(NearestName.nearest(to: name, among: ["url", "y", "method", "response"]) == nil)
    }

    @Test(
        "A dotted name stands for the one whose words are near, or for those that share a word with it",
        arguments: [
            ("workflow.creat", ["workflow.create"]), ("workfow.crate", ["workflow.create"]),
            ("workflow.erase", ["workflow.create", "workflow.delete"]),
            ("key.delete", ["run.delete", "workflow.delete"]),
            ("delete", ["workflow.delete", "run.delete"]), ("zebra", []), ("", []), (".", []),
        ])
    func dotted(name: String, meant: [String]) {
        let names = ["workflow.create", "workflow.delete", "run.start", "run.delete"]
        #expect(NearestName.likely(for: name, among: names, count: 9) == meant)
        #expect(NearestName.likely(for: name, among: names, count: 1) == Array(meant.prefix(1)))
    }

    @Test("The order of the candidates does not matter")
    func order() {
        #expect(NearestName.nearest(to: "item", among: ["items", "itema"]) == "itema")
        #expect(NearestName.nearest(to: "item", among: ["itema", "items"]) == "itema")
    }
}
