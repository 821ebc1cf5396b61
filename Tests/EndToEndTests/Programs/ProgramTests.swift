import JSON
import Testing

@Suite("Programs do what their authors expect", .programServer(.local), .timeLimit(.minutes(20)))
struct ProgramTests {
    @Test("As written", arguments: ProgramCase.all)
    func program(_ program: ProgramCase) async throws {
        let (expected, outcome) = try await ProgramServer.running.run(program)
        let failure = expected.failure(outcome)
        #expect(
            failure == nil, "\(program.name): \(outcome.state.text)\n\(outcome.diagnostics)\n\(outcome.version.text)")
    }

    @Test("There are as many programs as there are files, each with what is expected and nothing that is not checked")
    func count() throws {
        #expect(ProgramCase.all.count >= 90)
        for program in ProgramCase.all {
            let content = try program.content(echo: "http://localhost").0
            let expected = ProgramExpectation(members: content["expect"] ?? .null)
            #expect(expected.members.object?.isEmpty == false && expected.unknown == [], "\(program.name)")
        }
    }
}

@Suite(
    "Programs do on an emulated account what their authors expect", .programServer(.cloudflare),
    .timeLimit(.minutes(20)))
struct CloudflareProgramTests {
    @Test("As written", arguments: ProgramCase.all)
    func program(_ program: ProgramCase) async throws {
        let (expected, outcome) = try await ProgramServer.running.run(program)
        let failure = expected.failure(outcome)
        #expect(failure == nil, "\(program.name): \(outcome.state.text)\n\(outcome.diagnostics)")
    }
}
