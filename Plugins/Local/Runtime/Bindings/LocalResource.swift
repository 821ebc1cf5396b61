/// A resource of a connection.
package struct LocalResource: Sendable {
    package enum Kind: Sendable { case keyValue, database, bucket, queue }

    let kind: Kind
    let name: String
    let account: String

    /// - Parameters:
    ///   - name: As bindings name it: an id, or the name of a bucket or queue.
    ///   - account: The connection that Workers which bind it were deployed with.
    package init(_ kind: Kind, _ name: String, account: String) {
        self.kind = kind
        self.name = name
        self.account = account
    }
}
