import PluginMessages
import Testing

@testable import Platform

@Suite("Failures of providers", .timeLimit(.minutes(10)))
struct ProviderFailureTests {
    @Test(
        "The provider is named once",
        arguments: [
            ("It is full.", "Provider \"local\" failed: It is full."),
            ("Provider \"local\" does not support \"pause\".", "Provider \"local\" does not support \"pause\"."),
            ("Provider \"other\" is gone.", "Provider \"local\" failed: Provider \"other\" is gone."),
        ])
    func named(message: String, told: String) {
        #expect(PlatformError.provider("local", PluginFailure(code: "x.y", message: message)).message == told)
    }

    @Test(
        "A plugin that refuses a request has not failed",
        arguments: [
            (.invalid, "No such column."), (.notFound, "No such column."), (.conflict, "No such column."),
            (nil, "Plugin \"local\" failed: No such column."),
        ] as [(PluginFailure.Fault?, String)])
    func refused(fault: PluginFailure.Fault?, told: String) {
        let failure = PluginFailure(code: "x.y", message: "No such column.", fault: fault)
        #expect(PlatformError.plugin("local", failure).message == told)
    }
}
