/// An index as a registry has it at some moment.
package struct FetchedIndex: Sendable {
    package let index: RegistryIndex
    /// What its signature has to be of.
    let statement: IndexStatement
    /// The entity tag, if the server gives one.
    package let tag: String?
}
