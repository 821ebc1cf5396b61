import Crypto
import FoundationEssentials
import JSON
import Storage
import Values

/// Requests that are carried out once, however often they are sent under one key within a day.
package struct Idempotency: Sendable {
    let storage: any StorageDriver
    let secrets: SecretBox

    /// This process: what another one has begun and not answered is begun again, when that one has ended.
    let server: RequestExecutor
    private let running = RunningRequests()

    private static let lifetime = Duration.seconds(86_400)

    package struct Answer: Sendable {
        package let status: Int
        package let contentType: String?
        /// Where what was created is.
        package let location: String?
        package let body: [UInt8]

        package init(status: Int, contentType: String?, location: String? = nil, body: [UInt8]) {
            self.status = status
            self.contentType = contentType
            self.location = location
            self.body = body
        }
    }

    package enum Begin: Sendable {
        /// Carry it out, and say how it ended.
        case first(Ticket)
        /// The ticket is for an answer that is of no use any more.
        case again(Answer, Ticket)
    }

    /// A request that is being carried out.
    package struct Ticket: Sendable {
        let id: String
        let request: String
        package let identity: RepeatableRequest

        fileprivate init(id: String, request: String, since time: Timestamp) {
            self.id = id
            self.request = request
            // A key that is used again when its day is over is another request.
            identity = RepeatableRequest(text: "\(id)\0\(time.milliseconds)")
        }
    }

    /// - Parameters:
    ///   - key: As the client sent it: 1 to 255 characters.
    ///   - request: What makes it this request: method, path and body.
    /// - Throws: ``PlatformError/idempotencyKey``, ``PlatformError/otherRequest``, ``PlatformError/requestInProgress``,
    ///   ``PlatformError/responseLost``
    package func begin(_ caller: Caller, key: String, request: [UInt8]) async throws -> Begin {
        guard (1...255).contains(key.utf8.count) else { throw PlatformError.idempotencyKey }
        let owner = "\(caller.organization)\0\(caller.project)\0\(caller.user)\0\(key)"
        let id = Hex.text(SHA256.hash(data: Array(owner.utf8)))
        let request = Hex.text(SHA256.hash(data: request))
        // Nobody else in this process begins it, until it has ended.
        guard running.begin(id) else {
            guard let kept = try await storage.read({ try Table(IdempotencyRecord.self, in: $0).find(id) }) else {
                throw PlatformError.requestInProgress
            }
            return try replay(kept, of: request, unanswered: .requestInProgress)
        }
        do {
            let now = Timestamp.now
            // The first transaction of the request is that of its change.
            let kept = try await FirstTransaction.$current.withValue(nil) {
                try await note(id, request, at: now)
            }
            if kept.isFirst { return .first(Ticket(id: id, request: request, since: kept.record.createdAt)) }
            let answer = try replay(kept.record, of: request, unanswered: kept.unanswered)
            running.end(id)
            return answer
        } catch {
            running.end(id)
            throw error
        }
    }

    private func replay(
        _ kept: IdempotencyRecord, of request: String, unanswered: PlatformError
    ) throws -> Begin {
        guard kept.request == request else { throw PlatformError.otherRequest }
        guard let sealed = kept.answer else { throw unanswered }
        let answer = try Answer(json: JSONValue(parsing: secrets.open(sealed, at: Self.place(kept.id))))
        return .again(answer, Ticket(id: kept.id, request: request, since: kept.createdAt))
    }

    private struct Noted: Sendable {
        let record: IdempotencyRecord
        /// Whether the request is to be carried out.
        var isFirst = false
        /// Whether another server may still do it.
        var isExecuted = false

        var unanswered: PlatformError { isExecuted ? .requestInProgress : .responseLost }
    }

    /// Notes a request that this process does not execute.
    private func note(_ id: String, _ request: String, at now: Timestamp) async throws -> Noted {
        try await storage.transaction { [server] database in
            let table = Table(IdempotencyRecord.self, in: database)
            try table.deleteOld(before: now - Self.lifetime)
            guard let kept = try table.find(id) else {
                let record = IdempotencyRecord(id: id, request: request, createdAt: now, server: server.text)
                try table.insert(record)
                return Noted(record: record, isFirst: true)
            }
            guard kept.request == request, kept.answer == nil else { return Noted(record: kept) }
            if try isExecuted(kept, in: database, at: now) { return Noted(record: kept, isExecuted: true) }
            guard kept.changedAt == nil else { return Noted(record: kept) }
            // Its server ended, or lost the database, before it changed anything.
            var record = kept
            record.server = server.text
            try table.update(record, from: kept)
            return Noted(record: record, isFirst: true)
        }
    }

    /// Whether another server may still carry out a request.
    private func isExecuted(
        _ kept: IdempotencyRecord, in database: any SQLConnection, at now: Timestamp
    ) throws -> Bool {
        guard kept.server != server.text else { return false }
        let epoch = try Table(ServerRecord.self, in: database).current()?.epoch
        return RequestExecutor(text: kept.server).mayExecute(
            since: kept.changedAt ?? kept.createdAt, in: epoch, at: now)
    }

    /// Executes a request that would do twice what it does if it were executed again: that its change was committed is noted
    /// with the change.
    /// - Throws: ``PlatformError/requestInProgress`` when another server executes it by now; this one has changed nothing.
    package func once<Result>(
        _ ticket: Ticket, _ execute: () async throws -> Result
    ) async throws -> Result {
        let transaction = FirstTransaction { _ in
        } after: { [server] database in
            let isOwn = try Table(IdempotencyRecord.self, in: database).noteChange(
                of: ticket.id, by: server.text, at: .now)
            guard isOwn else { throw PlatformError.requestInProgress }
        }
        return try await FirstTransaction.$current.withValue(transaction, operation: execute)
    }

    /// Keeps an answer, which may hold secrets that are shown once: sealed.
    package func keep(_ answer: Answer, of ticket: Ticket) async throws {
        defer { running.end(ticket.id) }
        let sealed = try secrets.seal(answer.json.text, at: Self.place(ticket.id))
        try await storage.transaction { [server] database in
            let table = Table(IdempotencyRecord.self, in: database)
            guard let before = try table.find(ticket.id), before.server == server.text else { return }
            var record = before
            record.answer = sealed
            try table.update(record, from: before)
        }
    }

    /// A request has failed: a retry executes it again.
    ///
    /// Where the storage failed, it alone knows whether the change was committed. Then the note remains, and a retry finds with
    /// it whether there was a change. Where another server may have executed what was asked of it, a retry is the same request
    /// to it, or finds that its response is lost.
    /// - Parameter isRepeatable: Whether the request does nothing twice when it is executed again.
    package func fail(_ ticket: Ticket, with error: any Error, isRepeatable: Bool = false) async throws {
        let isUncertain = (error as? PlatformError)?.isUncertain == true
        guard isUncertain || error is StorageError else { return try await forget(ticket) }
        defer { running.end(ticket.id) }
        guard isUncertain, !isRepeatable else { return }
        try await storage.transaction { [server] in
            _ = try Table(IdempotencyRecord.self, in: $0).noteChange(of: ticket.id, by: server.text, at: .now)
        }
    }

    /// Nothing was done by this server that a second request would do twice.
    package func forget(_ ticket: Ticket) async throws {
        defer { running.end(ticket.id) }
        try await storage.transaction { [server] in
            try Table(IdempotencyRecord.self, in: $0).delete(ticket.id, of: server.text)
        }
    }

    /// The stored answer is of no use any more, whichever server has stored it.
    package func discard(_ ticket: Ticket) async throws {
        try await storage.transaction { try Table(IdempotencyRecord.self, in: $0).delete(ticket.id) }
    }

    private static func place(_ id: String) -> SecretLocation { SealedColumn.idempotentAnswer.place(id) }
}

extension Idempotency.Answer {
    fileprivate var json: JSONValue {
        [
            "status": .int(status), "contentType": contentType.map(JSONValue.string) ?? .null,
            "location": location.map(JSONValue.string) ?? .null,
            "body": .string(Data(body).base64EncodedString()),
        ]
    }

    fileprivate init(json: JSONValue) throws {
        struct Fields: Decodable {
            let status: Int
            let contentType: String?
            // Answers of earlier versions have none.
            let location: String?
            let body: String
        }
        let fields: Fields = try json.decode()
        self.init(
            status: fields.status, contentType: fields.contentType, location: fields.location,
            body: Array(Data(base64Encoded: fields.body) ?? Data()))
    }
}
