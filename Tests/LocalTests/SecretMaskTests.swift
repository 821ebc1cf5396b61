import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Secrets in what programs print and throw", .timeLimit(.minutes(10)))
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
            #"{"text":"{\"k\":\"-----BEGIN KEY-----\\nMIIEvQ\\\"IBADANBg\\n-----END KEY-----\\n\"}"}"#,
        ])
    func quoted(text: String) {
        #expect(!SecretMask([Self.key]).masked(text).contains("IBADANBg"))
    }

    /// So much that what reads the text for each line of each secret meets the limit, which a busy machine does not.
    @Test(
        "Text is masked in the time that it takes to read it, however many lines secrets have", .timeLimit(.minutes(1)))
    func time() {
        let secrets = (0..<20).map { secret in (0..<900).map { "line \(secret)-\($0)" }.joined(separator: "\n") }
        let mask = SecretMask(secrets)
        let text = String(repeating: "line 7-70 and lin ", count: 220)
        for _ in 0..<80 {
            #expect(mask.masked(text + "…") == String(repeating: "*** and lin ", count: 220) + "…")
        }
    }

    @Test("A secret in hexadecimal is replaced")
    func hexadecimal() {
        let mask = SecretMask(["sk-live+1/2"])
        #expect(mask.masked("x736b2d6c6976652b312f32y") == "x***y")
        #expect(mask.masked("736B2D6C6976652B312F32") == "***")
    }

    @Test("Names of steps, of events and errors about them are masked; a run restarts from the step of such a name")
    func names() async throws {
        try await LocalFixture.with { fixture in
            let program = LocalFixture.module(
                """
                await step.do("first", async () => 1);
                const made = await step.do(`with ${env.KEY}`, async () => crypto.randomUUID());
                await step.waitForEvent(`late ${env.KEY}`, { type: `t-${env.KEY}`, timeout: 1 }).catch(() => {});
                await step.waitForEvent(`for ${env.KEY}`, { type: `go-${env.KEY}` });
                return made;
                """)
            let deployed = try await fixture.deploy(
                program, environment: ["KEY": "sk-live-12345678"], secrets: ["KEY"])
            try await deployed.trigger("r1")
            let state = try await deployed.until("r1") { $0.waitingFor?.step == "for ***" }
            #expect(state.waitingFor?.eventType == "go-***")
            let steps = try await deployed.steps("r1")
            #expect(steps.map(\.name) == ["first", "with ***", "late ***", "for ***"])
            #expect(steps[2].error?.message.contains("\"t-***\"") == true, "\(steps)")
            #expect(!"\(steps)".contains("sk-live"))
            try await deployed.send("go-sk-live-12345678", to: "r1")
            let before = try #require(try await deployed.finished("r1").output)
            _ = try await deployed.runtime.control(
                InstanceRequest(
                    deployment: deployed.handle, instanceId: "r1", action: .restart,
                    from: StepReference(name: "with ***")))
            _ = try await deployed.until("r1") { $0.waitingFor?.step == "for ***" }
            try await deployed.send("go-sk-live-12345678", to: "r1")
            #expect(try await deployed.finished("r1").output != before)
        }
    }

    @Test("What is left of a secret where a text was cut is replaced")
    func cut() {
        let mask = SecretMask(["sk-live-12345678"])
        #expect(mask.masked("yyysk-live-1…") == "yyy***…")
        #expect(mask.masked("yyysk-live-12345678…") == "yyy***…")
        #expect(mask.masked("yyysk-…") == "yyysk-…")
        #expect(mask.masked("yyysk-live-1") == "yyysk-live-1")
        let encoded = Data("user:sk-live-12345678".utf8).base64EncodedString()
        #expect(mask.masked("yyy 736B2D6C6976…") == "yyy ***…")
        // Six letters of the secret's.
        #expect(mask.masked("Basic \(encoded.prefix(13))…").hasSuffix("***…"))
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

    @Test(
        "Base64 with a secret in it is replaced, whatever comes before and after the secret",
        arguments: ["", "u", "us", "use", "user:", "a longer user:"], ["", ":", ":x"])
    func base64(before: String, after: String) {
        let secret = "sk-live+1/2"
        let encoded = Data("\(before)\(secret)\(after)".utf8).base64EncodedString()
        let url = encoded.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let mask = SecretMask([secret])
        #expect(mask.masked("authorization: Basic \(encoded), sent") == "authorization: Basic ***, sent")
        #expect(mask.masked("\"\(url)\" and \(encoded)") == "\"***\" and ***")
        let other = Data("\(before)another-1/2\(after)".utf8).base64EncodedString()
        #expect(mask.masked("Basic \(other)") == "Basic \(other)")
    }

    @Test("Parts of a credential are replaced, what is no secret of it is not")
    func credentials() throws {
        let record = { (text: String) in
            var record = try LocalDeployment(
                id: "d", service: "s",
                json: [
                    "environment": ["MILLRACE_CREDENTIAL_CRM": .string(text)], "secrets": ["MILLRACE_CREDENTIAL_CRM"],
                    "bindings": [:], "usesNodeModules": false, "lineMap": [],
                ])
            record.formerSecrets = [#"{"kind":"values","values":{"A":"former-value"}}"#]
            return record.mask
        }
        let key = try record(#"{"kind":"basic","user":"ada-lovelace","password":"pass-word-1"}"#)
        #expect(key.masked("ada-lovelace pass-word-1 former-value") == "ada-lovelace *** ***")
        let values = try record(#"{"kind":"values","values":{"SLACK_BOT_TOKEN":"xoxb-2222"}}"#)
        #expect(values.masked("with xoxb-2222") == "with ***")
        let client = try record(
            #"{"kind":"token","tokenUrl":"https://a.test","clientSecret":"client-secret","form":{"refresh_token":"refresh-1","scope":"read-all"}}"#
        )
        #expect(client.masked("client-secret refresh-1 read-all https://a.test") == "*** *** read-all https://a.test")
    }

    @Test("A token that the server minted is in no log, error or step, also after a restart; the program has it")
    func minted() async throws {
        let folder = try TemporaryFolder()
        let program = LocalFixture.module(
            """
            const minted = await step.do("mint", async () => await env.MILLRACE_TOKENS.token({ credential: "crm" }));
            console.log(`got ${minted.values.token} and ${btoa("user:" + minted.values.token)}`);
            await step.do("fails", { retries: { limit: 0, delay: 1 } }, async () => {
              throw new Error(`refused ${minted.values.token}`);
            }).catch(() => {});
            return minted.values.token.length;
            """)
        let environment = ["MILLRACE_CREDENTIAL_CRM": #"{"kind":"server","changed":1}"#]
        let handle = try await LocalFixture.with(folder: folder) { fixture in
            fixture.recorder.mint(.success(TokenAnswer(expiresIn: 60, values: ["token": "minted-token-1"])))
            let deployed = try await fixture.deploy(
                program, environment: environment, secrets: ["MILLRACE_CREDENTIAL_CRM"])
            #expect(try await deployed.result().output == 14)
            #expect(fixture.recorder.printed("got ") == ["got *** and ***"])
            #expect(try await deployed.logs("r1").map(\.text) == ["got *** and ***"])
            let steps = try await deployed.steps("r1")
            #expect(steps.contains { $0.error?.message == "refused ***" }, "\(steps)")
            #expect(!fixture.recorder.lines.contains { $0.contains("minted-token") })
            return deployed
        }
        try await LocalFixture.with(folder: folder) { fixture in
            let steps = try await fixture.runtime.steps(
                of: InstanceRequest(
                    deployment: handle.handle, instanceId: "r1",
                    steps: StepSelection(limit: 9, longestValue: 1_000, longestValues: 1_000)))
            #expect(steps.first { $0.name == "mint" }?.output?["values"]?["token"] == "***", "\(steps)")
        }
    }
}
