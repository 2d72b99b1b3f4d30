import CallFlow
import Foundation
import Sipgate
import Telephony
import Webhook

extension FuzzTarget {
    private static let tokens = [
        "%", "%00", "%C3", "+", "&", "=", "[]", "event=", "callId=", "newCall", "dtmf", "%zz", ";",
        "from=", "(0)", "00",
    ]

    /// The provider's events.
    static let form = FuzzTarget(
        name: "webhook-form",
        corpus: {
            [
                "event=newCall&direction=in&from=4915799912345&to=492111234567&callId=E7C2&xcid=12&user%5B%5D=J%C3%BCrgen&userId%5B%5D=w0",
                "event=answer&callId=E7C2&user=A&userId=w0&fullUserId=1w0&from=49157&to=492111234567&direction=in&answeringNumber=49",
                "event=hangup&callId=E7C2&cause=normalClearing&from=anonymous&to=492111234567&direction=out",
                "event=dtmf&callId=E7C2&dtmf=0815%23",
            ].map { Array($0.utf8) }
        },
        tokens: tokens,
        run: { bytes in
            guard let event = try? CallEvent(form: bytes) else { return }
            try require(!event.callID.isEmpty, "an event without a call")
        })

    private static let positions: PositionTokens? = try? PositionTokens(secret: Array(repeating: 7, count: 32))

    private static var token: String {
        let position = Position(direction: .incoming, from: .anonymous, to: nil, menus: ["main"], next: .keys)
        return positions?.token(for: position, plan: 7, callID: "E7C2") ?? ""
    }

    /// Where a call is, as its URL says: nothing but what was signed is accepted.
    static let position = FuzzTarget(
        name: "position-token", corpus: { [Array(token.utf8)] }, tokens: ["-", "_", "=", "A", "/"],
        run: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard positions?.position(of: text, callID: "E7C2") != nil else { return }
            try require(text == token, "an altered token was accepted")
        })

    /// Signatures of the provider: none of these was made with its key.
    static let signature = FuzzTarget(
        name: "signature",
        corpus: { [Array(Data(repeating: 0x5A, count: 512).base64EncodedString().utf8), Array("AAAA".utf8)] },
        tokens: ["=", "==", "+", "/", "\n", " "],
        run: { bytes in
            let isValid = WebhookSignature.provider.verifies(
                String(decoding: bytes, as: UTF8.self), body: Array("event=dtmf".utf8))
            try require(!isValid, "a signature was accepted")
        })
}
