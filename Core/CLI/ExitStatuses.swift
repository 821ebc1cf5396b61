/// The exit statuses of all commands (sysexits.h, where it has one): one table, which the pages and `--help` show.
enum ExitStatuses {
    static let meanings: [(status: Int32, meaning: String)] = [
        (1, "A run, a deploy or a check failed, documents differ, or another error; standard error has the message."),
        (2, "A run was terminated; with `apply --check`: the project differs from its files."),
        (
            64,
            "Usage: a command, flag or argument is unknown or missing, its value is not valid, or a prompt requires a "
                + "terminal."
        ),
        (
            65,
            "Data: a document, a file or the input of a request is not valid, each problem in a line; a backup is "
                + "incomplete or was altered, or a data directory has problems or is accessible to other users."
        ),
        (66, "Not found: a name, an id or a file does not exist, or a name is ambiguous."),
        (69, "Unavailable: the server or a provider did not respond, or the server cannot listen on the address."),
        (70, "Server error."),
        (73, "A file or folder cannot be created or opened."),
        (75, "Try again later: too many requests, or another server uses the data directory or the database."),
        (76, "Conflict: the resource is in another state, or was changed by someone else."),
        (77, "The API key or session is missing, not valid, or lacks a scope."),
        (
            78,
            "Configuration: a variable or profile is unknown, missing or not valid, its file is open to other users, or the "
                + "data directory, master key and storage do not match or are of a newer version."
        ),
    ]

    static func meaning(_ status: Int32) -> String {
        meanings.first { $0.status == status }?.meaning ?? ""
    }
}
