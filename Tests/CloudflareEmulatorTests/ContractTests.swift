import EmulatorClient
import CloudflareEmulator
import Foundation
import TestSupport
import Testing

@Suite("The emulated Cloudflare, held against the vendor's client", .timeLimit(.minutes(4)))
struct ContractTests {
    @Test("Every endpoint answers what the official client expects")
    func contract() async throws {
        let client = PackageRoot.url.appending(path: ".build/tools/cloudflare")
        try #require(
            FileManager.default.fileExists(atPath: client.path), "The client is missing: `make deps` installs it.")
        try await EmulatorFixture.serving { emulator in
            let folder = PackageRoot.url.appending(path: "Tests/CloudflareEmulator/contract")
            let output = try await Command(
                "env",
                [
                    "PYTHONPATH=\(client.path)", "PYTHONDONTWRITEBYTECODE=1", "python3",
                    folder.appending(path: "contract.py").path, emulator.base, EmulatorClient.account, emulator.token,
                ]
            ).run()
            let failures = output.stdout.split(separator: "\n").drop { !$0.hasPrefix("FAILED") }
            #expect(output.status == 0, "\(failures.joined(separator: "\n"))\n\(output.stderr)")
        }
    }
}
