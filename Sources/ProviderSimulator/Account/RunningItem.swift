import Sipgate

/// A call that goes on.
package struct RunningItem: Sendable {
    package let id: String
    /// A number or an extension.
    package let from: String
    /// Nil: the call has one participant only, so far.
    package internal(set) var to: String?
    /// Answered, as every call is once it was listed.
    var isEstablished: Bool
    package internal(set) var isMuted = false
    package internal(set) var isHeld = false
    package internal(set) var isRecorded: Bool
    /// The keys pressed by the API.
    package internal(set) var keys = ""

    package init(id: String, from: String, to: String?, isEstablished: Bool = true, isRecorded: Bool = false) {
        (self.id, self.from, self.to) = (id, from, to)
        (self.isEstablished, self.isRecorded) = (isEstablished, isRecorded)
    }

    var fields: JSONObject {
        [
            "callId": .text(id), "direction": .text("out"), "muted": .flag(isMuted), "hold": .flag(isHeld),
            "recording": .flag(isRecorded),
            "participants": .list(
                [from, to].compactMap { $0 }.enumerated().map { index, number in
                    let isOwner = index == 0
                    return .object([
                        "participantId": .text("\(index + 1)"), "phoneNumber": .text(number),
                        "muted": .flag(isOwner && isMuted), "hold": .flag(isOwner && isHeld), "owner": .flag(isOwner),
                    ])
                }),
        ]
    }
}
