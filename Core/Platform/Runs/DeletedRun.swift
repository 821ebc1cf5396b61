/// A run that was deleted.
package struct DeletedRun: Sendable {
    package enum ProviderRecords: String, Sendable, CaseIterable {
        case deleted
        /// The provider cannot delete them, or its connection was deleted.
        case kept
    }

    package let id: RunID
    package let providerRecords: ProviderRecords
}
