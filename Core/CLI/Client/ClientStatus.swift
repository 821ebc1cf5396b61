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
        ExitStatuses.meaning(rawValue)
    }

    /// - Returns: `nil` for an error of another kind.
    init?(_ error: any Error) {
        switch error {
        case let error as ClientError: self = error.status
        case is RESTClient.Unreachable: self = .unavailable
        case let refusal as RESTClient.Refusal where refusal.isUsage: self = .usage
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
