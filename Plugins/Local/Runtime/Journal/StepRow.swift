import GRDB
import JSON
import Values

/// The state of a step in columns.
struct StepRow {
    let state: String
    let event: String?
    /// Of a success its value, of a failure the error, also of the last attempt's: a JSON text.
    let result: String?
    let wakeAt: Timestamp?

    init(_ step: StepRecord) {
        wakeAt = step.wakeAt
        switch step.state {
        case .active: (state, event, result) = ("active", nil, step.lastFailure?.json.text)
        case .pending: (state, event, result) = ("pending", nil, step.lastFailure?.json.text)
        case .waiting(let type, _): (state, event, result) = ("waiting", type, nil)
        case .stored: (state, event, result) = ("succeeded", nil, nil)
        case .storedFailure: (state, event, result) = ("failed", nil, nil)
        case .succeeded(let text): (state, event, result) = ("succeeded", nil, text)
        case .failed(let failure): (state, event, result) = ("failed", nil, failure.json.text)
        }
    }
}

extension StepRecord {
    init(row: Row) throws {
        guard let kind = Kind(rawValue: row["kind"]) else { throw JournalError.damaged("step", "kind") }
        let state = try State(row: row)
        let failure: String? = state.isOver ? nil : row["result"]
        self.init(
            key: row["key"], name: row["name"], kind: kind, startedAt: row["startedAt"], state: state,
            number: row["number"], attempts: row["attempts"], attemptedAt: row["attemptedAt"], endedAt: row["endedAt"],
            lastFailure: try failure.map { try StepFailure(json: JSONValue(parsing: $0)) },
            retryLimit: row["retryLimit"], isUntilDate: row["isUntilDate"], child: row["child"])
    }
}

extension StepRecord.State {
    fileprivate init(row: Row) throws {
        let time: Timestamp? = row["wakeAt"]
        let result: String? = row["result"]
        switch (row["state"] as String, time, result) {
        case ("active", _, _): self = .active
        case ("pending", let time?, _): self = .pending(until: time)
        case ("waiting", let time?, _): self = .waiting(event: row["event"], until: time)
        case ("stored", _, _): self = .stored
        case ("storedFailure", _, _): self = .storedFailure
        case ("succeeded", _, let text): self = .succeeded(text)
        case ("failed", _, let text?): self = .failed(try StepFailure(json: JSONValue(parsing: text)))
        case (let state, _, _): throw JournalError.damaged("step", "state \(state)")
        }
    }
}
