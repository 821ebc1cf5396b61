/// A record that lists show, newest first.
package protocol ListedRecord: Record {
    var id: Identifier<Self> { get }
    var createdAt: Timestamp { get }
}
