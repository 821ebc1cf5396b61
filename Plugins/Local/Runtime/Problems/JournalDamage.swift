import PluginMessages

/// What the disk has changed in the journal, as far as it was met.
struct JournalDamage: Sendable {
    /// Runs in a message.
    private static let mostNames = 5

    /// What is wrong with the file, in SQLite's words.
    var file: [String] = []
    /// Names of runs whose rows do not match their checksums.
    private var runs: Set<String> = []

    /// Queues with messages that do not match their checksums, with the ids of these.
    private var messages: [String: Set<String>] = [:]

    mutating func met(inMessages ids: [String], of queue: String) { messages[queue, default: []].formUnion(ids) }

    /// To be called when a row of a run does not match its checksum.
    mutating func met(in run: InstanceID) { runs.insert(run.name) }

    func has(_ run: InstanceID) -> Bool { runs.contains(run.name) }

    var problems: [PluginFailure] {
        var problems: [PluginFailure] = []
        if !file.isEmpty {
            problems.append(
                PluginFailure(
                    .journalDamaged,
                    message:
                        "The journal is damaged: \(file.joined(separator: "; ")). Stop the server and restore a backup."
                ))
        }
        if !runs.isEmpty {
            let names = runs.sorted().prefix(Self.mostNames).joined(separator: ", ")
            problems.append(
                PluginFailure(
                    .journalChecksum,
                    message:
                        "The journal's rows of \(runs.count) runs do not match their checksums (\(names)): the disk "
                        + "changed them. These runs failed. Check the disk; restore a backup, or start them again."))
        }
        for (queue, ids) in messages.sorted(by: { $0.key < $1.key }) {
            let names = ids.sorted().prefix(Self.mostNames).joined(separator: ", ")
            problems.append(
                PluginFailure(
                    .journalChecksum,
                    message:
                        "\(ids.count) messages of the queue \(queue) do not match their checksums (\(names)): the disk "
                        + "changed them. They are not delivered. Check the disk; delete them, or restore a backup."))
        }
        return problems
    }
}
