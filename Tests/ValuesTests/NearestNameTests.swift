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

    @Test("The order of the candidates does not matter")
    func order() {
        #expect(NearestName.nearest(to: "item", among: ["items", "itema"]) == "itema")
        #expect(NearestName.nearest(to: "item", among: ["itema", "items"]) == "itema")
    }
}
