import JSON
import Testing

@Suite("Programs do what their authors expect", .programServer(.local))
struct ProgramTests {
    @Test("As written", arguments: ProgramCase.all)
    func program(_ program: ProgramCase) async throws {
        let (expected, outcome) = try await ProgramServer.running.run(program)
        let failure = expected.failure(outcome)
        #expect(
            failure == nil, "\(program.name): \(outcome.state.text)\n\(outcome.diagnostics)\n\(outcome.version.text)")
    }

    @Test("There are as many programs as there are files")
    func count() {
        #expect(ProgramCase.all.count >= 90)
    }
}

@Suite("Programs do on an emulated account what their authors expect", .programServer(.cloudflare))
struct CloudflareProgramTests {
    /// What only the provider of this machine does: it masks what programs print, and names its own limits.
    private static let onThisMachine: Set<String> = [
        "secret-in-error", "secret-in-log", "http-not-tls", "http-refused", "http-unknown-host", "result-is-circular",
        "result-is-too-big", "step-bigint", "step-map-set", "timeout-stops-code",
        // The emulator loads modules without Node's.
        "imports-in-steps",
    ]

    @Test("As written", arguments: ProgramCase.all.filter { !onThisMachine.contains($0.name) })
    func program(_ program: ProgramCase) async throws {
        let (expected, outcome) = try await ProgramServer.running.run(program)
        let failure = expected.failure(outcome)
        #expect(failure == nil, "\(program.name): \(outcome.state.text)\n\(outcome.diagnostics)")
    }
}
