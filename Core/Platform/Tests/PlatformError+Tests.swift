import Errors
import PluginMessages

extension PlatformError {
    /// Pointers refer to the request.
    static func invalidTest(_ problems: [Diagnostic]) -> PlatformError {
        PlatformError(.testInvalid, summary(of: problems, in: "The test"), details: problems)
    }

    static var nothingToTest: PlatformError {
        PlatformError(
            .draftNotFound,
            "The workflow has neither a draft nor a version to test. Save a draft with PUT /api/workflows/:id/draft, or send "
                + "the document.")
    }

    /// - Parameter providers: Those that run tests.
    static func noTestConnection(_ providers: [String]) -> PlatformError {
        let names = providers.map { "\"\($0)\"" }.joined(separator: " or ")
        return PlatformError(
            .testConnection,
            providers.isEmpty
                ? "No provider of this server runs tests."
                : "No connection runs tests. Create one to the provider \(names) with POST /api/connections.")
    }

    static func severalTestConnections(_ names: [String]) -> PlatformError {
        PlatformError(
            .testConnection,
            "\(names.count) connections run tests: \(names.map { "\"\($0)\"" }.joined(separator: ", ")). Send the "
                + "connectionId of one of them.")
    }

    static func runsNoTests(provider: String, others: [String]) -> PlatformError {
        let names = others.map { "\"\($0)\"" }.joined(separator: " or ")
        return PlatformError(
            .testConnection,
            "The provider \"\(provider)\" runs no tests."
                + (others.isEmpty ? "" : " Choose a connection to the provider \(names), or omit connectionId."))
    }

    /// - Parameter target: What the document is compiled for.
    static func testsNoFunctions(target: String) -> PlatformError {
        PlatformError(
            .workflowFunctionHasNoRuns,
            "The provider \"\(target)\" cannot run a function as a test. Update its plugin, or deploy the function and send "
                + "it a request.")
    }

    static func tooManyTests(limit: Int) -> PlatformError {
        PlatformError(
            .testTooMany,
            "\(limit) test runs of the project have not ended, which is the limit. Wait for one to end, or terminate "
                + "it; list them with GET /api/runs?test=true.")
    }
}
