import ConfinementKernel
import Glibc

/// A program to start behind walls.
package struct ConfinedProgram: Sendable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    let folder: String
    let isBound: Bool

    /// - Parameters:
    ///   - folder: In which it runs.
    ///   - isBound: Whether it leads a process group of its own, and is killed when the thread that starts it ends.
    package init(
        executable: String, arguments: [String], environment: [String: String], folder: String, isBound: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.isBound = isBound
    }

    /// Starts it with no descriptor but the three, which stay the caller's, and without new privileges.
    /// - Parameter confinement: `nil`: it may do what this process may.
    /// - Throws: When the program cannot be executed, or a wall that the kernel offers cannot be put up: no process
    ///   exists then.
    package func start(
        _ confinement: Confinement?, input: Int32, output: Int32, error: Int32
    ) throws(ConfinementError) -> ConfinedProcess {
        let rules = try confinement?.rules()
        defer { if let rules { close(rules) } }
        let arguments = ([executable] + self.arguments).map { strdup($0) } + [nil]
        let environment = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var process: Int32 = 0
        let code = executable.withCString { executable in
            folder.withCString { folder in
                arguments.withUnsafeBufferPointer { arguments in
                    environment.withUnsafeBufferPointer { environment in
                        var program = millrace_program(
                            executable: executable, arguments: arguments.baseAddress,
                            environment: environment.baseAddress, folder: folder, input: input, output: output,
                            error: error, rules: rules ?? -1, filters: confinement != nil && millrace_seccomp_works(),
                            network: confinement?.network == .open,
                            descriptors: UInt64(confinement?.openFiles ?? 0),
                            file_size: UInt64(confinement?.fileSize ?? 0), bound: isBound)
                        return millrace_start(&program, &process)
                    }
                }
            }
        }
        guard code == 0 else { throw ConfinementError(code: code, action: "start \(executable)") }
        return ConfinedProcess(id: process, leadsGroup: isBound)
    }
}
