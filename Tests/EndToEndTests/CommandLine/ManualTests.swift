import Foundation
import TestSupport
import Testing

@testable import CLI

@Suite("Man pages and completions", .timeLimit(.minutes(20)))
struct ManualTests {
    @Test("Every command has a man page that groff sets without a warning")
    func manual() async throws {
        let folder = try TemporaryFolder()
        let script = PackageRoot.url.appending(path: "Core/Documentation/man.py").path
        let made = try await Command("python3", [script, BuildProducts.millrace.path, folder.url.path]).run()
        #expect(made.status == 0, "\(made)")
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(pages.count > 100 && pages.contains("millrace-runs-watch.1") && pages.contains("millrace.1"))
        let files = pages.map { folder.url.appending(path: $0).path }
        let set = try await Command("groff", ["-man", "-Tutf8", "-ww", "-P-cbou"] + files).run()
        #expect(set.status == 0 && set.stderr.isEmpty, "\(set.stderr)")
        #expect(set.stdout.contains("--params") && set.stdout.contains("SYNOPSIS"))
    }

    @Test(
        "Completions are for bash, zsh and fish; bash accepts them and offers commands",
        arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
        let script = try await Command(
            executable: BuildProducts.millrace, arguments: ["--generate-completion-script", shell]
        ).run()
        #expect(script.status == 0 && script.stdout.contains("marketplace") && script.stdout.contains("connection"))
        guard shell == "bash" else { return }
        let folder = try TemporaryFolder()
        let file = try folder.write(script.stdout, to: "millrace.bash")
        let offer = """
            source "$1"
            COMP_WORDS=(millrace work) COMP_CWORD=1 COMP_LINE='millrace work' COMP_POINT=13 COMP_TYPE=9
            _millrace millrace work millrace; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let offered = try await Command("bash", ["-c", offer, "bash", file.path]).run()
        #expect(offered.stdout.split(separator: "\n") == ["workflows"], "\(offered)")
    }

    @Test("The page of the command line has every exit status, with its meaning")
    func statuses() throws {
        let page = PackageRoot.url.appending(path: "Core/Documentation/command-line.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for status in ClientStatus.allCases { #expect(text.contains("| \(status.rawValue) | \(status.meaning) |")) }
    }
}
