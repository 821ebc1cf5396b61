import Hummingbird
import JSON

/// Pulls and acknowledgements of queues with a consumer `http_pull`. The runtime has none: such a queue's messages are those
/// that the API was sent.
struct PullEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let messages = "accounts/:account/queues/:queue/messages"
        return [
            Endpoint(.post, "\(messages)/pull", .write("Queues"), pull),
            Endpoint(.post, "\(messages)/ack", .write("Queues"), acknowledge),
        ]
    }

    @Sendable func pull(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let size = body["batch_size"]?.int ?? 5
        guard (1...100).contains(size) else { throw APIError.invalid("batch_size must be from 1 to 100", code: 10207) }
        let now = Moment.now
        return try await store.update(call.account) { account in
            let index = try Self.index(call, account)
            let timeout =
                body["visibility_timeout_ms"]?.int
                ?? account.queues[index].consumers[0].settings["visibility_timeout_ms"]?.int ?? 30_000
            var waiting = account.queues[index].pulled ?? []
            var taken: [JSONValue] = []
            for place in waiting.indices where waiting[place].visibleAt <= now && taken.count < size {
                waiting[place].attempts += 1
                waiting[place].lease = .hexadecimalID()
                waiting[place].visibleAt = Moment(milliseconds: now.milliseconds + timeout)
                taken.append(waiting[place].json)
            }
            account.queues[index].pulled = waiting
            return .result(["messages": .array(taken), "message_backlog_count": .int(waiting.count)])
        }
    }

    @Sendable func acknowledge(_ call: Call) async throws -> Answer {
        let body = try call.object()
        func leases(_ name: String) -> [String] {
            (body[name]?.array ?? []).compactMap { $0["lease_id"]?.string }
        }
        let (acks, retries) = (Set(leases("acks")), leases("retries"))
        let delays = (body["retries"]?.array ?? []).map { $0["delay_seconds"]?.int ?? 0 }
        let now = Moment.now
        return try await store.update(call.account) { account in
            let index = try Self.index(call, account)
            var waiting = account.queues[index].pulled ?? []
            let count = waiting.count
            waiting.removeAll { $0.lease.map(acks.contains) ?? false }
            let done = count - waiting.count
            var again = 0
            for (lease, delay) in zip(retries, delays) {
                guard let place = waiting.firstIndex(where: { $0.lease == lease }) else { continue }
                waiting[place].lease = nil
                waiting[place].visibleAt = Moment(milliseconds: now.milliseconds + delay * 1000)
                again += 1
            }
            account.queues[index].pulled = waiting
            return .result(["ackCount": .int(done), "retryCount": .int(again), "warnings": [:]])
        }
    }

    private static func index(_ call: Call, _ account: Account) throws -> Int {
        let index = try account.queueIndex(call.parameter("queue"))
        guard account.queues[index].isPulled else {
            throw APIError.invalid("The queue has no consumer of the type http_pull", code: 10211)
        }
        return index
    }
}
