import JSON

/// Where a listing of all deployments goes on: what the host keeps as text and gives back.
struct InstanceCursor: Sendable, Codable {
    /// When the last whole round began: runs that were created before, and ended, are known. `nil` in the first round.
    private(set) var since: Int?
    /// When this round began.
    private var began: Int
    /// The deployment that is listed; those before it, by id, are done.
    private(set) var deployment: String?
    private(set) var cursor: String?
    private(set) var page = 1
    private(set) var isAtEnd = false
    /// Whether a list, or an end, could not be read in this round.
    private(set) var hasFailed: Bool?
    /// Whether a list could be.
    private(set) var hasSucceeded: Bool?

    /// - Parameter text: Of an earlier place; `nil` and what is none begin anew.
    init(_ text: String?, now: Int) {
        if let text, let json = try? JSONValue(parsing: text), let place: InstanceCursor = try? json.decode() {
            self = place
        } else {
            began = now
        }
        if deployment == nil { began = now }
    }

    var text: String { (try? JSONValue(encoding: self).text) ?? "" }

    mutating func begin(_ deployment: String) {
        self.deployment = deployment
        (cursor, page, isAtEnd) = (nil, 1, false)
    }

    mutating func advance(to cursor: String?, isEnd: Bool, isWhole: Bool) {
        self.cursor = cursor
        page += 1
        isAtEnd = isEnd
        hasSucceeded = true
        if !isWhole { hasFailed = true }
    }

    /// The deployment's list cannot be read now: it is left to the next round.
    mutating func skip() {
        isAtEnd = true
        hasFailed = true
    }

    /// A whole round is over. What could not be read in it is listed from the same time on in the next.
    mutating func end() {
        if hasFailed != true { since = began }
        (deployment, cursor, page, isAtEnd) = (nil, nil, 1, false)
        (hasFailed, hasSucceeded) = (nil, nil)
    }
}
