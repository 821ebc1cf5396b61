import Confinement
import Foundation
import TestSupport
import Testing

@Suite("Programs that are started behind walls", .timeLimit(.minutes(10)))
struct ConfinedProgramTests {
    private static let shell = Confinement(
        readable: Confinement.systemReadable, executable: Confinement.systemExecutable + ["/bin", "/usr/bin"],
        writable: Confinement.systemWritable)

    /// What a script prints, and how it ends.
    private func run(
        _ script: String, _ confinement: Confinement = shell, in folder: String = "/"
    ) throws -> (output: String, end: ConfinedProcess.End) {
        let output = Pipe()
        let writer = output.fileHandleForWriting
        let nothing = try #require(FileHandle(forReadingAtPath: "/dev/null"))
        let process = try ConfinedProgram(
            executable: "/bin/sh", arguments: ["-c", script], environment: ["NAME": "value"], folder: folder
        ).start(
            confinement, input: nothing.fileDescriptor, output: writer.fileDescriptor, error: writer.fileDescriptor)
        try writer.close()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        return (text, process.wait())
    }

    @Test("A program has its arguments, its environment and its folder, and no other descriptor")
    func surroundings() throws {
        let folder = try TemporaryFolder()
        let inherited = dup(0)
        defer { close(inherited) }
        #expect(inherited > 2 && fcntl(inherited, F_GETFD) & FD_CLOEXEC == 0)
        var confinement = Self.shell
        confinement.readable.append(folder.url.path)
        let (output, end) = try run(
            "echo $NAME $HOME; pwd; n=3; while [ $n -lt 200 ]; do [ -e /proc/self/fd/$n ] && echo $n; n=$((n+1)); done; "
                + "exit 3",
            confinement, in: folder.url.path)
        #expect(output == "value\n\(folder.url.path)\n", "\(output)")
        #expect(end == .exited(3))
    }

    @Test(
        "It writes where it may, and nowhere else",
        .enabled(if: TestMachine.runs(with: ConfinementReport.probe().holds(.files))))
    func files() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        try Data("secret".utf8).write(to: other.url.appending(path: "secret"))
        var confinement = Self.shell
        confinement.writable.append(folder.url.path)
        let (output, _) = try run(
            "echo kept > own && read a < own && echo $a; read b < \(other.url.path)/secret; echo \"[$b]\"; "
                + "echo x > \(other.url.path)/new; echo x >> \(other.url.path)/secret", confinement, in: folder.url.path
        )
        #expect(output.contains("kept\n"), "\(output)")
        #expect(output.contains("[]\n"), "\(output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.url.path) == ["secret"])
        #expect(try String(contentsOf: other.url.appending(path: "secret"), encoding: .utf8) == "secret")
    }

    @Test("It is ended when somebody ends it")
    func killed() throws {
        let nothing = try #require(FileHandle(forUpdatingAtPath: "/dev/null"))
        let process = try ConfinedProgram(
            executable: "/bin/sh", arguments: ["-c", "while :; do :; done"], environment: [:], folder: "/"
        ).start(
            Self.shell, input: nothing.fileDescriptor, output: nothing.fileDescriptor, error: nothing.fileDescriptor)
        process.kill()
        #expect(process.wait() == .signaled(SIGKILL))
        process.kill()
    }

    @Test(
        "It cannot end or stop itself as somebody else would",
        .enabled(if: TestMachine.runs(with: ConfinementReport.probe().hasSeccomp)))
    func endsItself() throws {
        let (output, end) = try run("kill -KILL $$; kill -STOP $$; kill -0 $$ && echo lives; kill -TERM $$")
        #expect(output.hasSuffix("lives\n"), "\(output)")
        #expect(end == .signaled(SIGTERM))
    }

    @Test("It has as many open files as this process may have, where that is less than it is to have")
    func openFiles() throws {
        var confinement = Self.shell
        confinement.openFiles = 1 << 40
        let (output, end) = try run("ulimit -Sn", confinement)
        #expect(Int(output.dropLast()).map { $0 > 0 } == true, "\(output)")
        #expect(end == .exited(0))
    }

    @Test("A program that does not exist is an error, and no process")
    func missing() throws {
        let nothing = try #require(FileHandle(forUpdatingAtPath: "/dev/null"))
        let descriptor = nothing.fileDescriptor
        #expect {
            _ = try ConfinedProgram(executable: "/none/program", arguments: [], environment: [:], folder: "/").start(
                Self.shell, input: descriptor, output: descriptor, error: descriptor)
        } throws: { error in
            (error as? ConfinementError)?.code == ENOENT
                && "\(error)" == "Cannot start /none/program: No such file or directory"
        }
    }
}
