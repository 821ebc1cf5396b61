import Platform

/// Why a message between servers is not executed, as whoever has sent it sees it.
struct ServerMessageError {
    let reason: MessageRefusal

    var problem: Problem {
        switch reason {
        case .misdirected:
            Problem(
                .serverMessageMisdirected,
                "The message is for another server, or was for this one while another server led. It was not executed.")
        case .expired:
            Problem(
                .serverMessageExpired,
                "The session of the message has ended, or is not one of this server. It was not executed.")
        case .repeated:
            Problem(
                .serverMessageRepeated,
                "The message was received before, or too many later ones of its session were. It is not executed again."
            )
        }
    }
}
