import GRDB
import PluginMessages

/// How much resources may hold, and statements use.
package struct ResourceLimits: Sendable {
    /// The setting `DATABASE`: of a D1 database, a KV namespace or a dataset, in megabytes. As much as Cloudflare allows a
    /// D1 database ("D1: Limits" of its documentation).
    package var databaseMegabytes = 10_240
    /// The setting `BUCKET`: of the objects and unfinished uploads of an R2 bucket, in megabytes.
    package var bucketMegabytes = 102_400
    /// The setting `QUEUE`: of the messages of a queue, in megabytes. As much as Cloudflare allows ("Queues: Limits").
    package var queueMegabytes = 25_600
    /// The setting `D1_TIME`: of a statement. As long as Cloudflare allows ("D1: Limits").
    package var statementTime = Duration.seconds(30)

    /// The setting `BINDING_MEMORY`: of the binding calls of a deployment that are in progress, in megabytes. Twice as much as a
    /// Worker has at Cloudflare ("Workers: Limits").
    package var callMegabytes = 256
    /// The setting `TOTAL_BINDING_MEMORY`: of those of all deployments, in megabytes.
    package var totalCallMegabytes = 1_024

    /// "D1: Limits": of a text, a blob or a row.
    static let valueBytes = 2_000_000
    /// "D1: Limits": of a statement.
    static let statementBytes = 100_000

    package init() {}

    package init(settings: [String: String]) {
        func number(_ name: LocalSetting, _ standard: Int) -> Int {
            settings[name].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? standard
        }
        databaseMegabytes = number(.database, databaseMegabytes)
        bucketMegabytes = number(.bucket, bucketMegabytes)
        queueMegabytes = number(.queue, queueMegabytes)
        callMegabytes = number(.bindingMemory, callMegabytes)
        totalCallMegabytes = number(.totalBindingMemory, totalCallMegabytes)
        statementTime = settings[.d1Time].flatMap(Double.init).map { .seconds($0) } ?? statementTime
    }

    /// What a full database is, for people.
    var fullDatabase: String {
        "the database has \(databaseMegabytes) MiB, which is its limit: SQLITE_FULL "
            + RuntimeLimit.database.named
    }
}
