import Crypto
import GRDB
import Values

/// A digest of what a row says of a run, kept beside it: a disk that changes it is noticed. When the run goes on next is not a
/// part: it moves with the clock.
enum RowChecksum {
    private enum Part {
        case null
        case number(Int)
        case text(String)
    }

    static func instance(_ record: InstanceRecord, failure: String?) -> Int {
        digest([
            .text(record.id.service), .text(record.id.name), .text(record.deploymentId), .text(record.params),
            .number(record.createdAt.number), part(record.output), part(failure),
        ])
    }

    /// What becomes of a run, apart from what it was started with and what came of it.
    static func state(_ id: InstanceID, status: String, crashes: Int, depth: Int, parent: Int?) -> Int {
        digest([
            .text(id.service), .text(id.name), .text(status), .number(crashes), .number(depth),
            parent.map(Part.number) ?? .null,
        ])
    }

    static func state(_ record: InstanceRecord) -> Int {
        state(
            record.id, status: record.status.rawValue, crashes: record.crashes, depth: record.depth,
            parent: record.parent)
    }

    static func event(_ event: EventRecord, of id: InstanceID) -> Int {
        digest([
            .text(event.id), .text(id.service), .text(id.name), .text(event.type), part(event.payload),
            .number(event.receivedAt.number),
        ])
    }

    static func log(_ id: InstanceID, _ number: Int, _ loggedAt: Int, _ level: String, _ text: String) -> Int {
        digest([.text(id.service), .text(id.name), .number(number), .number(loggedAt), .text(level), .text(text)])
    }

    /// Of what is sent: where it lies, and how often it was delivered, changes.
    static func message(_ id: String, contentType: String, body: String) -> Int {
        digest([.text(id), .text(contentType), .text(body)])
    }

    static func isLogIntact(_ row: Row) -> Bool {
        guard let stored: Int = row["checksum"] else { return true }
        let id = InstanceID(service: row["service"], name: row["instance"])
        return log(id, row["number"], row["loggedAt"], row["level"], row["text"]) == stored
    }

    static func isMessageIntact(_ row: Row) -> Bool {
        guard let stored: Int = row["checksum"] else { return true }
        return message(row["id"], contentType: row["contentType"], body: row["body"]) == stored
    }

    /// - Throws: ``JournalError/checksum(_:)``
    static func checkEvent(_ row: Row) throws -> EventRecord {
        let event = EventRecord(
            id: row["id"], type: row["type"], payload: row["payload"], receivedAt: row["receivedAt"])
        guard let stored: Int = row["checksum"] else { return event }
        let id = InstanceID(service: row["service"], name: row["instance"])
        guard self.event(event, of: id) == stored else { throw JournalError.checksum("the event \"\(event.type)\"") }
        return event
    }

    static func step(_ step: StepRecord, of instance: Int, _ row: StepRow) -> Int {
        self.step(
            instance, step.number, step.key, step.name, step.kind.rawValue, row.state, row.result, step.attempts,
            step.startedAt, step.endedAt)
    }

    /// - Throws: ``JournalError/checksum(_:)``; a row of an earlier release has none, and is believed.
    static func checkInstance(_ row: Row) throws {
        if let stored: Int = row["stateChecksum"] {
            let found = state(
                InstanceID(service: row["service"], name: row["name"]), status: row["status"], crashes: row["crashes"],
                depth: row["depth"], parent: row["parent"])
            guard found == stored else { throw JournalError.checksum(JournalError.row) }
        }
        guard let stored: Int = row["checksum"] else { return }
        let parts: [Part] = [
            .text(row["service"]), .text(row["name"]), .text(row["deployment"]), .text(row["params"]),
            .number(row["createdAt"]), part(row["output"]), part(row["failure"]),
        ]
        guard digest(parts) == stored else { throw JournalError.checksum(JournalError.row) }
    }

    /// - Parameter row: With all columns of the table.
    /// - Throws: ``JournalError/checksum(_:)``
    static func checkStep(_ row: Row) throws {
        guard let stored: Int = row["checksum"] else { return }
        let name: String = row["name"]
        let found = step(
            row["instance"], row["number"], row["key"], name, row["kind"], row["state"], row["result"], row["attempts"],
            row["startedAt"], row["endedAt"])
        guard found == stored else { throw JournalError.checksum("the step \"\(name)\"") }
    }

    private static func step(
        _ instance: Int, _ number: Int, _ key: String, _ name: String, _ kind: String, _ state: String,
        _ result: String?,
        _ attempts: Int, _ startedAt: Timestamp, _ endedAt: Timestamp?
    ) -> Int {
        digest([
            .number(instance), .number(number), .text(key), .text(name), .text(kind), .text(state), part(result),
            .number(attempts), .number(startedAt.number), endedAt.map { .number($0.number) } ?? .null,
        ])
    }

    private static func part(_ text: String?) -> Part { text.map(Part.text) ?? .null }

    private static func digest(_ parts: [Part]) -> Int {
        var digest = SHA256()
        for part in parts {
            switch part {
            case .null: digest.update(data: [0])
            case .number(let number): digest.update(data: [1] + bytes(number))
            case .text(var text):
                digest.update(data: [2] + bytes(text.utf8.count))
                text.withUTF8 { digest.update(bufferPointer: UnsafeRawBufferPointer($0)) }
            }
        }
        return digest.finalize().prefix(8).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
