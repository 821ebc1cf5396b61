import Foundation
import TestSupport
import Testing

@Suite("The shim")
struct ShimTests {
    @Test("Its types hold")
    func types() async throws {
        let main = PackageRoot.url.appending(path: "Plugins/Local/Runtime/Shim/main.ts")
        let arguments = ["check", "--quiet", "--no-config", main.path]
        let deno =
            try ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"]
            .map { Command(executable: URL(filePath: $0), arguments: arguments) } ?? Command("deno", arguments)
        let output = try await deno.run()
        #expect(output.status == 0, "\(output.stderr)")
    }
}
