import PluginMessages
import Testing

@testable import LocalRuntime

@Suite("Secrets in what programs print and throw")
struct SecretMaskTests {
    @Test(
        "A secret is replaced wherever it stands",
        arguments: [
            ("token sk-live+1/2 sent", "token *** sent"),
            ("GET /?key=sk-live%2B1%2F2 answered 500", "GET /?key=*** answered 500"),
            ("sk-live+1/2sk-live+1/2", "******"), ("nothing", "nothing"), ("", ""),
        ])
    func replaced(text: String, masked: String) {
        #expect(SecretMask(["sk-live+1/2"]).masked(text) == masked)
    }

    private static let key = "-----BEGIN KEY-----\nMIIEvQ\"IBADANBg\n-----END KEY-----\n"

    @Test(
        "A secret of several lines, or with quotes, is replaced however it is printed",
        arguments: [
            key, "MIIEvQ\"IBADANBg", #"{"k":"-----BEGIN KEY-----\nMIIEvQ\"IBADANBg\n-----END KEY-----\n"}"#,
            #"{ k: '-----BEGIN KEY-----\nMIIEvQ"IBADANBg\n-----END KEY-----\n' }"#,
        ])
    func quoted(text: String) {
        #expect(!SecretMask([Self.key]).masked(text).contains("IBADANBg"))
    }

    @Test("What is left of a secret where a text was cut is replaced")
    func cut() {
        let mask = SecretMask(["sk-live-12345678"])
        #expect(mask.masked("yyysk-live-1…") == "yyy***…")
        #expect(mask.masked("yyysk-live-12345678…") == "yyy***…")
        #expect(mask.masked("yyysk-…") == "yyysk-…")
        #expect(mask.masked("yyysk-live-1") == "yyysk-live-1")
    }

    @Test("Errors of handlers are masked in the server's log")
    func handlers() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("throw new Error(`no ${env.KEY}`);"), environment: ["KEY": "sk-live-12345678"],
                kind: .script, secrets: ["KEY"])
            #expect(try await function.ask().status == 500)
            #expect(fixture.recorder.lines.contains { $0.contains("The fetch handler failed: Error: no ***") })
            #expect(!fixture.recorder.lines.contains { $0.contains("sk-live") })
        }
    }

    @Test("A secret that contains another is replaced as a whole; one of three characters is not replaced")
    func overlapping() {
        #expect(SecretMask(["secret", "secret-2", "abc"]).masked("secret-2 secret abc") == "*** *** abc")
    }

    @Test("Logs and errors are masked, values are not")
    func messages() {
        let mask = SecretMask(["hunter22"])
        #expect(WorkerMessage.log(run: 1, .info, "a hunter22").masked(by: mask) == .log(run: 1, .info, "a ***"))
        let failure = StepFailure(name: "Error", message: "no hunter22")
        let masked = StepFailure(name: "Error", message: "no ***")
        #expect(
            WorkerMessage.attempted(run: 1, call: 2, .failure(failure)).masked(by: mask)
                == .attempted(run: 1, call: 2, .failure(masked)))
        #expect(WorkerMessage.ended(run: 1, .failure(failure)).masked(by: mask) == .ended(run: 1, .failure(masked)))
        let value = WorkerMessage.attempted(run: 1, call: 2, .success("\"hunter22\""))
        #expect(value.masked(by: mask) == value)
    }
}
