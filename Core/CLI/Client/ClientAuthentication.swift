/// What a command authenticates with, of what the profile and the environment have.
enum ClientAuthentication: Sendable {
    /// An API key, or a session where there is none.
    case any
    /// A person's session: the endpoints accept no API keys.
    case session
    /// A session, unless a key is given: keys need a scope that few have.
    case sessionOrKey
}
