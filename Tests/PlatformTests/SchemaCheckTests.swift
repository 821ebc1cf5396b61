import JSON
import PluginMessages
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct SchemaCheckTests {
    private let check = SchemaCheck(
        [
            ConfigField("apiToken", .secret, label: "API token", required: true),
            ConfigField("plan", .select, label: "Plan", options: [.init("free"), .init("paid")]),
            ConfigField("retries", .number, label: "Retries", validation: .init(min: 0, max: 5)),
            ConfigField("regions", .multiselect, label: "Regions", options: [.init("eu")]),
            ConfigField("quiet", .boolean, label: "Quiet"),
            ConfigField("zone", .string, label: "Zone", validation: .init(pattern: "[a-z]+")),
            ConfigField("since", .string, label: "Since", validation: .init(format: .date)),
        ], of: "credentials", noun: "credential of this provider")

    @Test(
        "Credentials that fit have no problem",
        arguments: [
            ["apiToken": "t"],
            ["apiToken": "t", "plan": "paid", "retries": 5, "regions": ["eu"], "quiet": true],
            ["apiToken": "t", "plan": nil, "zone": "eu", "since": "2026-11-25"],
        ] as [JSONObject])
    func fitting(values: JSONObject) { #expect(check.problems(of: values).isEmpty) }

    @Test(
        "Every credential that does not fit is named",
        arguments: [
            ([:], ["/credentials/apiToken"]), (["apiToken": " "], ["/credentials/apiToken"]),
            (["apiToken": 7], ["/credentials/apiToken"]),
            (["apiToken": "t", "plan": "gold", "retries": 6], ["/credentials/plan", "/credentials/retries"]),
            (["apiToken": "t", "regions": ["eu", "us"]], ["/credentials/regions/1"]),
            (["apiToken": "t", "zone": "eu1", "since": "yesterday"], ["/credentials/zone", "/credentials/since"]),
            (["apiToken": "t", "quiet": "yes"], ["/credentials/quiet"]),
            (["apiToken": "t", "apitoken": "t"], ["/credentials/apitoken"]),
        ] as [(JSONObject, [String])])
    func unfitting(values: JSONObject, pointers: [String]) {
        #expect(check.problems(of: values).map(\.pointer) == pointers)
    }
}
