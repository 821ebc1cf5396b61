/// The exit status of a command that calls a server, when it fails (sysexits.h, where it has one).
enum ClientStatus: Int32, CaseIterable, Sendable {
    case failure = 1
    case difference = 2
    case usage = 64
    case rejected = 65
    case notFound = 66
    case unavailable = 69
    case serverError = 70
    case temporary = 75
    case conflict = 76
    case forbidden = 77
    case configuration = 78

    var meaning: String {
        switch self {
        case .failure: "A run or a deploy failed, documents differ, or another error; standard error has the message."
        case .difference: "A run was terminated; with `apply --check`: the project differs from its files."
        case .usage: "Usage: an argument is unknown or not valid, or a prompt requires a terminal."
        case .rejected: "The server rejected the request, a document or a file; each problem has a line."
        case .notFound: "Not found, an ambiguous name, or a file that does not exist."
        case .unavailable: "The server or a provider did not respond."
        case .serverError: "Server error."
        case .temporary: "Too many requests; try again later."
        case .conflict: "Conflict: the resource is in another state, or was changed by someone else."
        case .forbidden: "The API key or session is missing, not valid, or lacks a scope."
        case .configuration: "Configuration: a profile is missing, or its file is not valid or open to other users."
        }
    }

    /// - Returns: `nil` for an error of another kind.
    init?(_ error: any Error) {
        switch error {
        case let error as ClientError: self = error.status
        case is RESTClient.Unreachable: self = .unavailable
        case let refusal as RESTClient.Refusal: self.init(response: refusal.status)
        default: return nil
        }
    }

    private init(response status: Int) {
        self =
            switch status {
            case 401, 403: .forbidden
            case 404, 410: .notFound
            case 409, 412: .conflict
            case 429: .temporary
            case 502...504: .unavailable
            case 500...599: .serverError
            default: .rejected
            }
    }
}
