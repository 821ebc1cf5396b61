import Testing

@Suite("The corpus of workflows, deployed to an emulated Cloudflare account", .timeLimit(.minutes(20)))
struct CloudflareCorpusTests {
    /// What sleeps for days, tries again after minutes, or waits for others that do: the account's clock, which all that
    /// runs there shares, is set forward for them.
    private static let slow = [
        "queue-handlers", "sleeps", "step-options", "sub-script", "sub-workflow", "sub-workflow-caught",
        "sub-workflow-started",
    ]

    @Test("Every document ends as expected, with the steps that are expected")
    func runs() async throws {
        let names = try CorpusFixtures.names().filter { !Self.slow.contains($0) }
        try await corpus { corpus in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, name) in names.enumerated() {
                    if index >= 4 { _ = try await group.next() }
                    group.addTask { try await corpus(name).check() }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("Time passes for what sleeps, tries again or waits for other workflows")
    func slowRuns() async throws {
        let names = try CorpusFixtures.names()
        #expect(Set(names).isSuperset(of: Self.slow))
        try await corpus { corpus in
            for name in Self.slow {
                var document = corpus(name)
                document.isHurried = true
                try await document.check()
            }
        }
    }

    private func corpus(
        _ body: @escaping @Sendable (@escaping @Sendable (String) -> CloudflareCorpus) async throws -> Void
    ) async throws {
        try await EchoService().serving { echo in
            try await CloudflareInstallation.running { installation in
                let resources = try await CorpusAccount(cloud: installation.cloud).resources()
                try await body {
                    CloudflareCorpus(name: $0, installation: installation, echo: echo, resources: resources)
                }
            }
        }
    }
}
