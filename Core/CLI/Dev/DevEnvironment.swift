/// The environment of the server that `millrace dev` starts. Variables of a server that runs elsewhere, such as the one whose
/// database is named by `MILLRACE_STORAGE`, are not for it: it would work on what is not its own.
struct DevEnvironment {
    let variables: [String: String]

    /// Settings that name programs: where they are on this machine.
    private static let programs = ["DENO", "ESBUILD", "NPM"]
    /// Of systemd: a folder of more variables.
    private static let credentials = "CREDENTIALS_DIRECTORY"

    init(_ environment: [String: String]) {
        variables = environment.filter { name, _ in
            guard name.hasPrefix(SettingReader.prefix) else { return name != Self.credentials }
            return Self.programs.contains { name.hasSuffix("_\($0)") }
        }
    }
}
