import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Paths of this machine in programs", .timeLimit(.minutes(3)))
struct NeutralPathTests {
    @Test(
        "import.meta, stacks, logs and process name no folder of this machine, and nodes are still found"
    )
    func neutral() async throws {
        try await LocalFixture.with { fixture in
            let source = LocalFixture.module(
                """
                const failed = async (work: () => unknown) => { try { await work(); } catch (error) { return error; } };
                const missing: any = await failed(() => import("./none" + event.payload.suffix));
                const messages: string[] = [];
                for (const name of ["./none", "../none", "/none", "none:", ""]) {
                  const error: any = await failed(() => import(name + event.payload.suffix));
                  messages.push(error.message, String(error));
                }
                const thrown: any = await failed(() => step.do("s", { retries: { limit: 0, delay: 0 } }, () => { throw new TypeError("no"); }));
                const process: any = await import("node:process");
                console.log(new Error("told"));
                return {
                  url: import.meta.url, file: import.meta.filename, folder: import.meta.dirname,
                  next: import.meta.resolve("./x.js"), stack: new Error("here").stack, missing: missing.stack, messages,
                  thrown: thrown.stack, process: [process.default.argv, process.default.cwd()],
                };
                """)
            let deployed = try await fixture.deploy(
                source, lineMap: [LineMapping(line: 1, nodeId: nil), LineMapping(line: 13, nodeId: "one")])
            let output = try #require(try await deployed.result(params: ["suffix": ".js"]).output)
            #expect(output["url"] == "file:///worker.ts" && output["next"] == "file:///x.js")
            #expect(output["file"] == "/worker.ts" && output["folder"] == "/")
            #expect(output["messages"]?.array?.count == 10)
            #expect(output["stack"]?.string?.contains("/worker.ts:") == true, "\(output.text)")
            let text = output.text + fixture.recorder.lines.joined(separator: "\n")
            #expect(!text.contains(fixture.folder.url.path) && !text.contains("deployments"), "\(text)")
        }
    }

    @Test("A failure of a module that does not load, and of a run, names no folder")
    func failures() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: "await import('./none' + event.payload.suffix);")
            let message = try await deployed.result(params: ["suffix": ".js"]).error?.message ?? ""
            #expect(message.contains("none.js") && !message.contains(fixture.folder.url.path), "\(message)")
        }
    }
}
