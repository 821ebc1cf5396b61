import JSON
import PluginMessages

extension AccountResources {
    /// Queues and Vectorize indexes, which are listed only.
    static let others: [Resource] = [
        Resource(
            "queues", .get, "queues", summary: "List queues",
            "Lists the queues of the account, with `queue_id` and `queue_name`.", gives: page
        ) {
            api, _ throws(APIFailure) in
            .page(try await api.queueList(), next: nil)
        },
        Resource(
            "vectorize.indexes", .get, "vectorize/indexes", summary: "List Vectorize indexes",
            "Lists the indexes of the account, with `name` and their `config`.", gives: page
        ) {
            api, _ throws(APIFailure) in
            let call = APICall(.get, api.ofAccount("vectorize", "v2", "indexes"), needs: .vectorizeRead, gives: .list)
            return .page(try await api.send(call).list, next: nil)
        },
    ]
}
