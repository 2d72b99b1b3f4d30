import Sipgate
import Telephony
import Webhook

extension ResponseMask {
    /// The mask of answers in the call log.
    ///
    /// Always removes user name and password from URLs. Where numbers or keys are to be masked, removes the position from
    /// the URL for keys as well: it contains the caller's number, and its menus reveal the keys pressed.
    init(_ numbers: LoggedNumbers, keepsDigits: Bool) {
        let hidesPosition = numbers.isMasking || !keepsDigits
        self.init(
            number: { numbers.text($0.digits) }, url: \.withoutCredentials,
            gatherURL: { url in
                let text = url.withoutCredentials
                guard hidesPosition else { return text }
                return text.lastIndex(of: "/").map { text[...$0] + "…" } ?? "…"
            })
    }
}
