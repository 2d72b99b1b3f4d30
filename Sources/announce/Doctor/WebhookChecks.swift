import AnnounceServer
import CallFlow
import Dashboard
import FoundationEssentials
import HTTPListener
import Hosting
import ServerProbe
import Telephony
import Webhook

/// Sends the webhook a forged call and a trial call through the public address.
struct WebhookChecks {
    let setup: LocalSetup
    let client: PublicClient

    private typealias Outcome = Result<PublicClient.Answer, PublicClient.RequestError>

    /// - Returns: whether a server answered.
    func run(_ report: DoctorReport) async -> Bool {
        let isSigned = setup.configuration.webhook.requiresSignature
        let forged: Outcome? = isSigned ? await post(vouched: nil) : nil
        let start = Moment.now
        // A server that did not answer the first request is not waited for again.
        let isSilent = if case .failure? = forged { true } else { false }
        let trial: Outcome? = isSilent ? nil : await post(vouched: setup.secret.map { TestCallSignature(secret: $0) })
        report.add(clock(trial ?? forged, around: start))
        report.add(forgeries(forged))
        report.add(answer(trial ?? forged))
        guard case .success? = trial ?? forged else { return false }
        return true
    }

    // MARK: Requests

    /// Posts a trial call to a configured number.
    ///
    /// - Parameter vouch: nil to send a forged one, neither signed nor vouched for.
    private func post(vouched vouch: TestCallSignature?) async -> Outcome {
        let id = TestCallSignature.callIDPrefix + String(UInt64.random(in: .min ... .max), radix: 16)
        let form = Array("event=newCall&direction=in&from=anonymous&to=\(called)&callId=\(id)".utf8)
        var headers = [("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")]
        if let vouch { headers.append((TestCallSignature.fieldName, vouch.text(for: form, at: .now))) }
        // A password is not sent unencrypted; the row of public-url reports that.
        if client.url.scheme == "https" || client.url.isLoopback,
            let basic = setup.configuration.webhook.basicAuthentication, let password = setup.secrets.password
        {
            let code = Data("\(basic.user):\(password)".utf8).base64EncodedString()
            headers.append(("Authorization", "Basic \(code)"))
        }
        do throws(PublicClient.RequestError) {
            return .success(try await client.send(.post, "/sipgate", headers, body: form))
        } catch {
            return .failure(error)
        }
    }

    private var called: String {
        let patterns = setup.configuration.numbers.incoming.entries.map(\.pattern)
        return (patterns.first { !$0.isPrefix })?.digits ?? ExampleConfiguration.number.filter(\.isNumber)
    }

    // MARK: Rows

    private func clock(_ outcome: Outcome?, around start: Moment) -> Check {
        guard case .success(let answer)? = outcome else { return .skipped(.clock, "the server does not answer") }
        guard let date = answer.header("date").flatMap({ HTTPDate.seconds(in: $0) }) else {
            return .warning(.clock, "the server does not tell the time", "Have the proxy pass the Date field on.")
        }
        // The Date field has whole seconds, and its moment is anywhere between request and answer.
        let (early, late) = (Int(start.milliseconds / 1000) - 1, Int(Moment.now.milliseconds / 1000) + 1)
        let off = date < early ? date - early : date > late ? date - late : 0
        let seen =
            off == 0 ? "same as the server's" : "the server is \(abs(off)) s \(off > 0 ? "ahead of" : "behind") here"
        let remedy = "Put both clocks right (timedatectl set-ntp true): hours, holidays and certificates go by them."
        return abs(off) > 30
            ? .failed(.clock, seen, remedy) : abs(off) > 5 ? .warning(.clock, seen, remedy) : .ok(.clock, seen)
    }

    private func forgeries(_ outcome: Outcome?) -> Check {
        switch outcome {
        case nil:
            return .warning(
                .forgeries, "events need not be signed, so anybody can make them up",
                "webhook: { signature: required }, unless something else lets only the provider in.")
        case .failure(let failure)?: return unanswered(.forgeries, failure)
        case .success(let answer)? where answer.status == 403: return .ok(.forgeries, "an unsigned call is refused")
        case .success(let answer)? where answer.status == 200:
            return .failed(
                .forgeries, "an unsigned call is answered, though \(setup.file) says `signature: required`",
                "Is another server or an older configuration running there? Restart it with this one.")
        case .success(let answer)?: return misled(.forgeries, answer)
        }
    }

    private func answer(_ outcome: Outcome?) -> Check {
        let answer: PublicClient.Answer
        switch outcome {
        case nil: return .skipped(.trial, "there is no secret to vouch for a call with")
        case .failure(let failure)?: return unanswered(.trial, failure)
        case .success(let success)?: answer = success
        }
        guard answer.status != 403 else {
            return .failed(
                .trial, answer.words,
                "The server there runs with another secret: run the doctor with its --state (or its position key), as its "
                    + "user, with the clock right.")
        }
        guard answer.status == 200 else { return misled(.trial, answer) }
        let type = answer.header("content-type") ?? "none"
        guard type.lowercased().hasPrefix("application/xml"),
            answer.body.starts(with: Array("<?xml".utf8)), answer.body.contains(Array("<Response".utf8))
        else {
            return .failed(
                .trial, "what comes back is no answer to a call (content type \(type))",
                "Something else answers at \(client.url)/sipgate: correct the proxy, or public-url.")
        }
        let took = "answered in \(answer.took / .milliseconds(1), decimals: 0) ms"
        guard answer.took < .seconds(4) else {
            return .failed(
                .trial, took,
                "The caller waits in silence, and the provider gives up after ten seconds: see what is slow.")
        }
        guard answer.took < .seconds(1) else {
            return .warning(.trial, took, "The caller waits in silence meanwhile: see what is slow on the way.")
        }
        return .ok(.trial, took)
    }

    private func unanswered(_ name: Check.Name, _ failure: PublicClient.RequestError) -> Check {
        .failed(
            name, failure.words,
            "Is `announce serve` running, and does a proxy pass \(client.url)/sipgate on to it? `announce serve` logs each "
                + "event.")
    }

    private func misled(_ name: Check.Name, _ answer: PublicClient.Answer) -> Check {
        let remedy =
            switch answer.status {
            case 300..<400:
                "The provider does not follow: write the address it leads to into public-url, or have the proxy pass it on."
            case 401:
                "A proxy asks for a name and password, or the server there for others than `webhook: basic-auth` says."
            default: "\(client.url)/sipgate must lead to announce: correct the proxy, or public-url."
            }
        return .failed(name, answer.words, remedy)
    }
}

extension DefaultStringInterpolation {
    fileprivate mutating func appendInterpolation(_ value: Double, decimals: Int) {
        appendInterpolation(decimalText(value, decimals))
    }
}
