import Testing

@testable import Platform
@testable import Storage

/// Each record's columns against the table that the migrations make.
@Suite(.timeLimit(.minutes(10))) struct RecordTests {
    private static let records: [any Record.Type] = [
        APIKeyRecord.self, AuditRecord.self, ConnectionRecord.self, DeployConfigRecord.self, DeploymentRecord.self,
        DraftRecord.self, LayoutRecord.self,
        IdempotencyRecord.self, InstallationRecord.self, InvitationRecord.self, MembershipRecord.self,
        NodeInstallationRecord.self, OrganizationRecord.self, PackageRecord.self, PluginSwitchRecord.self,
        ProjectRecord.self, RunRecord.self, RunStatesRecord.self, SessionRecord.self, UserRecord.self,
        VariableRecord.self,
        VersionRecord.self, WorkflowRecord.self,
    ]

    @Test("A record has the columns of its table, and returns each as it was read", arguments: records)
    func columns(_ type: any Record.Type) async throws {
        try await Database.with { try await check(type, $0) }
    }

    private func check<Row: Record>(_ type: Row.Type, _ database: Database) async throws {
        let table = try await database.storage.read { database in
            try database.query("SELECT name, type FROM pragma_table_info('\(Row.table)')").map { row in
                (name: try row["name"] as String, type: try row["type"] as String)
            }
        }
        #expect(Row.columns.written.sorted() == table.map(\.name).sorted())
        let types = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0.type) })
        // A truth value has one number only that is unlike the others.
        let values = Row.columns.names.enumerated().map { index, name -> SQLValue in
            if types[name] == "TEXT" { return .text("\(name) \(index)") }
            return .integer(name == "locked" || name.hasPrefix("is_") ? 1 : Int64(index) + 2)
        }
        let record = try Row.columns.record(SQLRow(columns: Row.columns.names, values: values))
        #expect(Row.columns.values(of: record).map(\.sql) == values)
    }

    @Test("A row without the last column, or with another type, is an error that names the column")
    func wrongRows() throws {
        let names = PluginSwitchRecord.columns.names
        #expect(throws: StorageError.column("created_at", "is not in the result")) {
            try PluginSwitchRecord.columns.record(SQLRow(columns: names, values: [.text("p"), .text("r")]))
        }
        #expect(throws: StorageError.column("reason", "does not hold a valid String")) {
            try PluginSwitchRecord.columns.record(SQLRow(columns: names, values: [.text("p"), .null, .integer(1)]))
        }
    }

    @Test("Lists select nothing for columns that may be large")
    func largeColumns() {
        #expect(RunRecord.columns.listSelection.contains("status, NULL AS params, NULL AS output, error"))
        #expect(VersionRecord.columns.listSelection.contains("number, '' AS ir, '' AS artifact, target"))
    }
}
