import JSON
import TestSupport
import Testing

/// Runs a suite's tests beside one server that has a connection to a provider.
struct ProgramServerTrait: SuiteTrait, TestScoping {
    enum Provider: Sendable {
        /// This machine.
        case local
        /// An emulated Cloudflare account.
        case cloudflare
    }

    let provider: Provider

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let service = ProgramService()
        try await withoutActuallyEscaping(function) { function in
            try await service.serving { echo in
                switch provider {
                case .local: try await local(echo, service, function)
                case .cloudflare: try await cloudflare(echo, service, function)
                }
            }
        }
    }

    private func local(
        _ echo: String, _ service: ProgramService, _ function: @Sendable () async throws -> Void
    ) async throws {
        let installation = try await LocalInstallation(echo: echo, folder: TemporaryFolder())
        let server = ProgramServer(
            api: installation.api, connection: installation.connection, echo: echo, service: service,
            call: { deployment, params in
                let url = deployment["url"]?.string ?? ""
                let answer = try await APIClient(base: url, key: nil).send("POST", "", params)
                return (answer.status, answer.body)
            }, installation: installation)
        try await ProgramServer.$current.withValue(server) { try await function() }
        try await installation.server.stop()
    }

    private func cloudflare(
        _ echo: String, _ service: ProgramService, _ function: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await CloudflareInstallation.running { installation in
            let server = ProgramServer(
                api: installation.api, connection: installation.connection, echo: echo, service: service,
                call: { deployment, params in
                    let answer = try await installation.fetch(
                        deployment["serviceName"]?.string ?? "", "POST", "/", params)
                    return (answer.status, answer.body)
                })
            try await ProgramServer.$current.withValue(server) { try await function() }
        }
    }
}

extension Trait where Self == ProgramServerTrait {
    static func programServer(_ provider: ProgramServerTrait.Provider) -> Self {
        ProgramServerTrait(provider: provider)
    }
}
