import JSON
import PluginMessages
import Values

/// The statements of a request to a D1 database: a text of them, or a batch with parameters for each.
struct StatementBatch {
    /// In the API's members ("D1: Query" of https://developers.cloudflare.com/api/resources/d1/).
    private(set) var body: JSONObject = [:]
    private(set) var onlyReads = false
    /// What is wrong with them.
    private(set) var problem: String?

    init(_ request: ResourceRequest) {
        let params = request.body["params"]
        switch (request.body["sql"]?.string, request.body["batch"]) {
        case (let sql?, nil):
            body = JSONObject(present: ("sql", .string(sql)), ("params", params))
            onlyReads = SQLText(sql).onlyReads
        case (nil, let batch?):
            let statements = batch.array ?? []
            guard !statements.isEmpty, params == nil, statements.allSatisfy(Self.isStatement) else {
                problem =
                    "batch is not valid; expected an array of statements with their parameters, such as [{\"sql\": "
                    + "\"SELECT ?\", \"params\": [1]}], and no params beside it."
                return
            }
            body = ["batch": batch]
            onlyReads = statements.allSatisfy { SQLText($0["sql"]?.string ?? "").onlyReads }
        default: problem = "The request must have either sql or batch."
        }
    }

    private static func isStatement(_ value: JSONValue) -> Bool {
        value["sql"]?.string?.isEmpty == false && value["params"].map { $0.array != nil } ?? true
    }
}
