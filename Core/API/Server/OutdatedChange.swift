import JSON
import Platform

/// A change that its conditions prevent, with the resource as it is now.
struct OutdatedChange: Error {
    let error: PlatformError
    /// `nil` if the resource is not there any more.
    let current: JSONValue?
    /// What the next change has to name.
    let state: ResourceState?
}
