/// Why a server has not executed a message of another one, which it says with a proof: what anybody could say would let a message
/// be sent again that is executed, too.
package enum MessageRefusal: String, Sendable {
    /// It is for another server, or for this one before something has changed.
    case misdirected
    /// Its session has ended, or is not one of this process.
    case expired
    /// A message of its number was received, or so many later ones that this is not known any more.
    case repeated
}
