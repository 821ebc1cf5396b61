import Foundation
import TestSupport
import Testing

@Suite("Files that a running server may have open", .timeLimit(.minutes(3)))
struct OpenFilesTests {
    @Test(
        "They are as many as the system allows, not as few as a shell does",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/limits")))
    func most() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.write(
            "#!/bin/sh\nulimit -Sn 256\nexec \"\(BuildProducts.millrace.path)\" \"$@\"\n", to: "start")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        let server = try await ServerProcess(data: folder.url.appending(path: "data"), executable: program)
        let identifier = try #require(server.identifier)
        let limits = try String(contentsOfFile: "/proc/\(identifier)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        #expect(numbers.count == 2 && numbers.first == min(numbers.last ?? 0, 1 << 20), "\(line)")
        try await server.stop()
    }
}
