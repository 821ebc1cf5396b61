import Storage

/// An event that is sent to a webhook until it is taken or given up.
package struct WebhookDeliveryRecord: ListedRecord {
    package static let table = "webhook_deliveries"
    package static let columns = Columns { (column) throws(StorageError) in
        try WebhookDeliveryRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            webhook: column("webhook_id", \.webhook),
            eventID: column("event_id", \.eventID),
            event: column("event", \.event),
            body: column("body", \.body),
            status: column("status", \.status),
            attempts: column("attempts", \.attempts),
            dueAt: column("due_at", \.dueAt),
            responseStatus: column("response_status", \.responseStatus),
            error: column("error", \.error),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: WebhookDeliveryID
    package let organization: OrganizationID
    package let webhook: WebhookID
    /// The same for everyone who is told of the event, however often.
    package let eventID: String
    package let event: String
    /// JSON, as it is sent and signed.
    package let body: String
    package var status: String
    /// How often it was tried.
    package var attempts: Int
    /// When it is tried next; `nil` once it has been taken or given up. While a server tries, it is the time at which
    /// another one takes over.
    package var dueAt: Timestamp?
    package var responseStatus: Int?
    package var error: String?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == WebhookDeliveryRecord {
    package func find(_ id: WebhookDeliveryID) throws -> WebhookDeliveryRecord? { try first("id = $1", [id]) }

    package func find(_ id: WebhookDeliveryID, of webhook: WebhookID) throws -> WebhookDeliveryRecord? {
        try first("id = $1 AND webhook_id = $2", [id, webhook])
    }

    package func page(
        _ request: PageRequest, of webhook: WebhookID, _ filter: RowFilter
    ) throws -> Page<WebhookDeliveryRecord> {
        try page(request, "webhook_id = $1", [webhook], filter)
    }

    /// Webhooks to which something is due, by id. One search of the index leads from each to the next, however much waits.
    package func waitingWebhooks(dueAt time: Timestamp) throws -> [WebhookRecord] {
        try Table<WebhookRecord>(in: connection).all(
            """
            id IN (
                WITH RECURSIVE waiting (webhook) AS (
                    SELECT MIN(webhook_id) FROM webhook_deliveries WHERE due_at IS NOT NULL
                    UNION ALL
                    SELECT (
                        SELECT MIN(webhook_id) FROM webhook_deliveries
                        WHERE due_at IS NOT NULL AND webhook_id > waiting.webhook)
                    FROM waiting WHERE waiting.webhook IS NOT NULL)
                SELECT webhook FROM waiting WHERE webhook IS NOT NULL)
            AND EXISTS (
                SELECT 1 FROM webhook_deliveries
                WHERE webhook_id = webhooks.id AND due_at IS NOT NULL AND due_at <= $1)
            ORDER BY id
            """, [time])
    }

    /// How many wait to be sent.
    package func pendingCount() throws -> Int {
        try connection.query("SELECT COUNT(*) AS count FROM webhook_deliveries WHERE due_at IS NOT NULL")
            .first?["count"] ?? 0
    }

    /// What is due to a webhook, the longest due first.
    package func due(at time: Timestamp, of webhook: WebhookID, limit: Int) throws -> [WebhookDeliveryRecord] {
        guard limit > 0 else { return [] }
        return try all(
            "webhook_id = $1 AND due_at IS NOT NULL AND due_at <= $2 ORDER BY due_at, id LIMIT $3",
            [webhook, time, limit])
    }

    /// How many are still to be sent, if they are fewer than `most`.
    package func pendingCount(of webhook: WebhookID, upTo most: Int) throws -> Int {
        try connection.query(
            """
            SELECT COUNT(*) AS count FROM (
                SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 AND due_at IS NOT NULL LIMIT $2) AS pending
            """, [webhook, most]
        ).first?["count"] ?? 0
    }

    /// Gives up what is still to be sent.
    package func end(of webhook: WebhookID, as status: String, because reason: String, at time: Timestamp) throws {
        try connection.execute(
            """
            UPDATE webhook_deliveries SET status = $2, error = $3, due_at = NULL, updated_at = $4 \
            WHERE webhook_id = $1 AND due_at IS NOT NULL
            """, [webhook, status, reason, time])
    }

    /// - Returns: How many were deleted.
    package func deleteOld(before time: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM webhook_deliveries WHERE id IN (
                SELECT id FROM webhook_deliveries WHERE created_at < $1 AND due_at IS NULL ORDER BY created_at LIMIT $2)
            """, [time, limit])
    }
}
