import CallFlow
import Sipgate
import Telephony

/// What calls leave in the account: the webhook's log, and the history.
extension AccountServer {
    func record(_ form: PushForm, at url: String, _ delivery: PushClient.Delivery) {
        var (status, fault) = (delivery.status ?? 600, "")
        if case .failure(let reason) = delivery.result {
            fault = "\(reason)"
            // The provider's own codes.
            switch reason {
            case .connection(.tls), .connection(.untrustedCertificate), .connection(.certificateName): status = 601
            case .status: status = 610
            default: break
            }
        }
        let (request, response) = (
            String(decoding: form.bytes, as: UTF8.self), String(decoding: delivery.body, as: UTF8.self)
        )
        withAccount { account in
            account.logEvent(
                url: url, request: request, response: response, status: status, fault: fault, at: .now)
        }
    }

    func record(_ call: PlayedCall) {
        let isMissed = ![.answered, .voicemail].contains(call.outcome)
        withAccount { account in
            account.addCall(
                from: call.script.from.description, to: call.script.to.description,
                isIncoming: call.script.direction == .incoming, isMissed: isMissed,
                isVoicemail: call.outcome == .voicemail, callID: call.legs.first?.callID ?? "",
                seconds: Int(call.duration.components.seconds), at: call.began)
        }
    }
}
